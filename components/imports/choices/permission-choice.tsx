"use client";

import { MirrorChoice, type SearchMirror } from "@/components/imports/choices/mirror-choice";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { type Grants, OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { ACCESS_PROFILE_LABELS, type AccessProfile, ROLE_LABELS, type Role } from "@/lib/permissions/roles";

type Props = {
  grants: Grants;
  choose: (grants: Grants | null) => void;
  /** What may be given. */
  roles: Role[];
  profiles: AccessProfile[];
  /** Whether somebody is to be mirrored; `grants` may lack who. */
  mirrors: boolean;
  search: SearchMirror;
};

/** What new people may do: a role and an access profile, or what somebody else has. */
export function PermissionChoice({ grants, choose, roles, profiles, mirrors, search }: Props) {
  const { role, accessProfile } = grants;
  return (
    <>
      <Field label="Permissions" hint="Of new people. Nobody gives rights that they do not hold.">
        {(control) => (
          <Select
            {...control}
            value={mirrors ? "mirror" : "role"}
            options={[
              { value: "role", label: "Choose a role" },
              { value: "mirror", label: "Mirror a person" },
            ]}
            onChange={(event) => choose(event.target.value === "mirror" ? null : OWN_ACCOUNT_ONLY)}
          />
        )}
      </Field>
      {mirrors ? (
        <MirrorChoice grants={grants.by === "mirror" ? grants : null} choose={choose} search={search} />
      ) : (
        <>
          <Field label="Role" hint="For those whose row has none.">
            {(control) => (
              <Select
                {...control}
                value={role}
                options={roles.map((value) => ({ value, label: ROLE_LABELS[value] }))}
                onChange={(event) => choose({ by: "role", role: event.target.value as Role, accessProfile })}
              />
            )}
          </Field>
          {profiles.length > 0 && (
            <Field label="Access profile" optional hint="Beside the role, for all new people.">
              {(control) => (
                <Select
                  {...control}
                  value={accessProfile ?? ""}
                  placeholder="None"
                  options={profiles.map((value) => ({ value, label: ACCESS_PROFILE_LABELS[value] }))}
                  onChange={(event) =>
                    choose({ by: "role", role, accessProfile: (event.target.value as AccessProfile) || null })
                  }
                />
              )}
            </Field>
          )}
        </>
      )}
    </>
  );
}
