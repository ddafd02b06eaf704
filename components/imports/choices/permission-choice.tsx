"use client";

import { MirrorChoice, type SearchMirror } from "@/components/imports/choices/mirror-choice";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { type Grants, OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { ACCESS_PROFILE_LABELS, type AccessProfile, ROLE_LABELS, type Role } from "@/lib/permissions/roles";

/** A group that may be given, with what it gives in words. */
export type GroupOffered = { id: string; name: string; gives: string };

type Props = {
  grants: Grants;
  choose: (grants: Grants | null) => void;
  /** What may be given. */
  roles: Role[];
  profiles: AccessProfile[];
  groups: GroupOffered[];
  /** Whether somebody is to be mirrored; `grants` may lack who. */
  mirrors: boolean;
  search: SearchMirror;
};

/** What new people may do: a role, an access profile and groups, or what somebody else has. */
export function PermissionChoice({ grants, choose, roles, profiles, groups, mirrors, search }: Props) {
  const given = grants.by === "role" ? grants : OWN_ACCOUNT_ONLY;
  return (
    <>
      <Field label="Permissions" hint="Of new people. Nobody gives rights that they do not hold.">
        {(control) => (
          <Select
            {...control}
            value={mirrors ? "mirror" : "role"}
            options={[
              { value: "role", label: groups.length > 0 ? "Choose a role and groups" : "Choose a role" },
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
                value={given.role}
                options={roles.map((value) => ({ value, label: ROLE_LABELS[value] }))}
                onChange={(event) => choose({ ...given, role: event.target.value as Role })}
              />
            )}
          </Field>
          {profiles.length > 0 && (
            <Field label="Access profile" optional hint="Beside the role, for all new people.">
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
            <fieldset className="sm:col-span-2">
              <legend className="mb-1.5 font-medium">
                Groups <span className="ms-1 font-normal text-dense text-muted">optional</span>
              </legend>
              <div className="grid max-h-60 gap-2.5 overflow-y-auto sm:grid-cols-2">
                {groups.map(({ id, name, gives }) => (
                  <Checkbox
                    key={id}
                    label={name}
                    hint={gives}
                    checked={given.groups.includes(id)}
                    onChange={(event) =>
                      choose({ ...given, groups: withOrWithout(given.groups, id, event.target.checked) })
                    }
                  />
                ))}
              </div>
            </fieldset>
          )}
        </>
      )}
    </>
  );
}

const withOrWithout = (ids: string[], id: string, isIn: boolean) =>
  isIn ? [...ids, id] : ids.filter((each) => each !== id);
