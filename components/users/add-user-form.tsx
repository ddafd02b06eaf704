"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import type { SaveUser } from "@/components/users/use-user-form";
import { UserForm } from "@/components/users/user-form";
import { routes } from "@/lib/routes";
import { blankUserForm, type UserFormValues } from "@/lib/users/user-form";
import type { UserFormChoices } from "@/lib/users/user-form-queries";

type AddUserFormProps = {
  org: string;
  /** The organizations that one may add people to. */
  organizations: { slug: string; name: string }[];
  choices: UserFormChoices;
  save: SaveUser;
};

// What was typed before another organization was chosen, on its way to that organization's page.
let carried: UserFormValues | null = null;

/** The form of somebody who is still to be added, and of the next one after that. */
export function AddUserForm({ org, organizations, choices, save }: AddUserFormProps) {
  const router = useRouter();
  const [start, setStart] = useState(() => ({ round: 1, values: firstValues(choices, carried) }));
  useEffect(() => {
    carried = null;
  }, []);

  /** What the next person probably has in common with this one stays. */
  function startAgain({ domain, role, company }: UserFormValues) {
    setStart(({ round }) => ({ round: round + 1, values: { ...blankUserForm(domain, role), company } }));
  }

  const organizationSection = (values: () => UserFormValues) =>
    organizations.length > 1 && (
      <Section title="Organization" description="Where they will belong. What you have typed comes along.">
        <Field label="Organization">
          {(control) => (
            <Select
              {...control}
              defaultValue={org}
              options={organizations.map(({ slug, name }) => ({ value: slug, label: name }))}
              onChange={(event) => {
                carried = values();
                router.push(routes.newUser(event.target.value));
              }}
            />
          )}
        </Field>
      </Section>
    );

  return (
    <UserForm
      key={start.round}
      org={org}
      first={start.values}
      choices={choices}
      save={save}
      onAnother={startAgain}
      before={organizationSection}
    />
  );
}

function firstValues(
  { primaryDomain, roles, profiles }: UserFormChoices,
  typed: UserFormValues | null,
): UserFormValues {
  const role = typed && roles.includes(typed.role) ? typed.role : "user";
  const accessProfile = profiles.find((profile) => profile === typed?.accessProfile) ?? "";
  return { ...blankUserForm(primaryDomain, role), ...typed, domain: primaryDomain, role, accessProfile };
}
