"use client";

import { useId } from "react";
import { FirstPassword, type FirstPasswordValues } from "@/components/credentials/first-password";
import type { SearchMirror } from "@/components/grants/mirror-choice";
import { RightsChoice } from "@/components/grants/rights-choice";
import { SeatsChoice } from "@/components/services/seats-choice";
import type { PasswordAdvice } from "@/lib/credentials/password-strength";
import type { RightsOffered } from "@/lib/grants/offered";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";
import type { Failure, Result } from "@/lib/result";
import type { GivenSeats } from "@/lib/services/given";
import type { ServiceOffered } from "@/lib/services/queries";

/** What may be given to the people of all rows. */
export type TypedRights = {
  offered: RightsOffered;
  search: (org: string, input: { search: string }) => ReturnType<SearchMirror>;
  /** The services that seats can be given of; none for whoever may give none. */
  services: ServiceOffered[];
};

/** What may be said of everybody's first password. */
export type TypedPasswords = {
  lengthMin: number;
  advise: (org: string, input: AskedAdvice) => Promise<Result<PasswordAdvice | null>>;
};

const NOBODY = { firstName: "", lastName: "", username: "", accessEmail: "", company: "" };
type AskedAdvice = { password: string; person: typeof NOBODY };

type Props = {
  org: string;
  /** Null for whoever may not import: whoever does chooses then. */
  rights: TypedRights | null;
  grants: Grants | null;
  /** Null while somebody is to be mirrored and it is not said who. */
  chooseGrants: (grants: Grants | null) => void;
  seats: GivenSeats;
  chooseSeats: (seats: GivenSeats) => void;
  /** How many rows there are. */
  people: number;
  /** Null for whoever may give none. */
  passwords: TypedPasswords | null;
  first: FirstPasswordValues;
  changeFirst: (values: FirstPasswordValues) => void;
  problem: Failure | null;
};

/** What is decided once for the people of all rows: what they may do, and how they come by their first password. */
export function ForAllRows(props: Props) {
  const {
    org,
    rights,
    grants,
    chooseGrants,
    seats,
    chooseSeats,
    people,
    passwords,
    first,
    changeFirst,
    problem,
  } = props;
  const titleId = useId();
  if (!rights && !passwords) return null;
  const wrongWith = (part: string) => problem?.issues?.find(({ path }) => path === part)?.message;

  async function advise(password: string) {
    const advised = await passwords?.advise(org, { password, person: NOBODY });
    return advised?.ok ? advised.value : null;
  }

  return (
    <section aria-labelledby={titleId} className="grid max-w-4xl items-start gap-x-5 gap-y-4 sm:grid-cols-2">
      <h2 id={titleId} className="text-[0.9375rem] font-semibold sm:col-span-2">
        For all rows
      </h2>
      {rights && (
        <RightsChoice
          ofRows
          grants={grants ?? OWN_ACCOUNT_ONLY}
          choose={chooseGrants}
          offered={rights.offered}
          search={(given) => rights.search(org, given)}
          error={wrongWith("grants")}
        />
      )}
      {rights && rights.services.length > 0 && (
        <SeatsChoice services={rights.services} given={seats} choose={chooseSeats} people={people} />
      )}
      {passwords && (
        <div className="sm:col-span-2">
          <FirstPassword
            place="typedRows"
            values={first}
            change={changeFirst}
            lengthMin={passwords.lengthMin}
            error={wrongWith("password")}
            advise={advise}
          />
        </div>
      )}
    </section>
  );
}
