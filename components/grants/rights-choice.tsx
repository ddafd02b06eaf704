"use client";

import { useState } from "react";
import { MirrorChoice, type SearchMirror } from "@/components/grants/mirror-choice";
import { Checkbox } from "@/components/ui/checkbox";
import { cx } from "@/components/ui/cx";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { RightsOffered } from "@/lib/grants/offered";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";
import { ACCESS_PROFILE_LABELS, type AccessProfile, ROLE_LABELS, type Role } from "@/lib/permissions/roles";

type Way = "groups" | "mirror" | "single";

type Props = {
  grants: Grants;
  /** Null while somebody is to be mirrored and it is not said who. */
  choose: (grants: Grants | null) => void;
  offered: RightsOffered;
  search: SearchMirror;
  /** Whether people are new, and rows of theirs may say otherwise. */
  ofRows?: boolean;
  /** Why what was chosen could not be given. */
  error?: string | undefined;
};

/** What people may do [S1]: a role and groups, what another person has, or permissions one by one. */
export function RightsChoice({ grants, choose, offered, search, ofRows = false, error }: Props) {
  const { roles, profiles, groups, areas, mayFollow } = offered;
  const [way, setWay] = useState<Way>(() => wayOf(grants));
  const given = grants.by === "role" ? grants : OWN_ACCOUNT_ONLY;

  function go(next: Way) {
    setWay(next);
    if (next === "mirror") choose(null);
    else choose(next === "groups" ? { ...given, permissions: [] } : given);
  }

  return (
    <>
      <Field
        label="Permissions"
        hint={ofRows ? "Nobody gives rights that they do not hold." : undefined}
        error={error}
      >
        {(control) => (
          <Select
            {...control}
            value={way}
            options={[
              { value: "groups", label: groups.length > 0 ? "Assign groups" : "Choose a role" },
              { value: "mirror", label: "Mirror a person" },
              ...(areas.length > 0 ? [{ value: "single", label: "Customize individually" }] : []),
            ]}
            onChange={(event) => go(event.target.value as Way)}
          />
        )}
      </Field>
      {way === "mirror" ? (
        <MirrorChoice
          grants={grants.by === "mirror" ? grants : null}
          choose={choose}
          search={search}
          ofRows={ofRows}
          mayFollow={mayFollow}
        />
      ) : (
        <>
          <Field label="Role" hint={ofRows ? "For those whose row has none." : undefined}>
            {(control) => (
              <Select
                {...control}
                value={given.role}
                options={roles.map((value) => ({ value, label: ROLE_LABELS[value] }))}
                onChange={(event) => choose({ ...given, role: event.target.value as Role })}
              />
            )}
          </Field>
          {profiles.length > 0 && (
            <Field label="Access profile" optional hint="Beside the role.">
              {(control) => (
                <Select
                  {...control}
                  value={given.accessProfile ?? ""}
                  placeholder="None"
                  options={profiles.map((value) => ({ value, label: ACCESS_PROFILE_LABELS[value] }))}
                  onChange={(event) =>
                    choose({ ...given, accessProfile: (event.target.value as AccessProfile) || null })
                  }
                />
              )}
            </Field>
          )}
          {groups.length > 0 && (
            <Boxes
              legend="Groups"
              isLong
              boxes={groups.map(({ id, name, gives }) => ({ value: id, label: name, hint: gives }))}
              chosen={given.groups}
              choose={(ids) => choose({ ...given, groups: ids })}
            />
          )}
          {way === "single" &&
            areas.map(({ label, permissions }) => (
              <Boxes
                key={label}
                legend={`Permissions: ${label}`}
                boxes={permissions}
                chosen={given.permissions}
                choose={(chosen) => choose({ ...given, permissions: chosen })}
              />
            ))}
        </>
      )}
    </>
  );
}

const wayOf = (grants: Grants): Way =>
  grants.by === "mirror" ? "mirror" : grants.permissions.length > 0 ? "single" : "groups";

type BoxesProps<T extends string> = {
  legend: string;
  /** Whether there may be very many. */
  isLong?: boolean;
  boxes: readonly { value: T; label: string; hint?: string }[];
  chosen: readonly T[];
  choose: (chosen: T[]) => void;
};

function Boxes<T extends string>({ legend, isLong = false, boxes, chosen, choose }: BoxesProps<T>) {
  return (
    <fieldset className="sm:col-span-2">
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className={cx("grid gap-2.5 sm:grid-cols-2", isLong && "max-h-60 overflow-y-auto")}>
        {boxes.map(({ value, label, hint }) => (
          <Checkbox
            key={value}
            label={label}
            hint={hint}
            checked={chosen.includes(value)}
            onChange={(event) =>
              choose(event.target.checked ? [...chosen, value] : chosen.filter((each) => each !== value))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
