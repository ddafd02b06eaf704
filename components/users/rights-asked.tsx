"use client";

import { useState } from "react";
import type { SearchMirror } from "@/components/grants/mirror-choice";
import { RightsChoice } from "@/components/grants/rights-choice";
import { Alert } from "@/components/ui/alert";
import { useAsked } from "@/components/users/use-asked";
import type { RightsOffered } from "@/lib/grants/offered";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";
import type { Result } from "@/lib/result";

type Props = {
  /** What may be given, asked for when the choice is there. */
  read: () => Promise<Result<RightsOffered>>;
  first: Grants;
  choose: (grants: Grants | null) => void;
  search: SearchMirror;
};

/** Which rights, among those that the one who chooses may give. */
export default function RightsAsked({ read, first, choose, search }: Props) {
  const { value: offered, problem } = useAsked(read);
  const [grants, setGrants] = useState<Grants | null>(first);
  if (problem) return <Alert tone="error">{problem}</Alert>;
  if (!offered) return <p className="mb-4 text-muted">Looking for what you may give …</p>;
  return (
    <div className="mb-4 grid items-start gap-x-5 gap-y-4 sm:grid-cols-2">
      <RightsChoice
        grants={grants ?? OWN_ACCOUNT_ONLY}
        offered={offered}
        search={search}
        choose={(given) => {
          setGrants(given);
          choose(given);
        }}
      />
    </div>
  );
}
