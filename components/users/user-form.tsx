"use client";

import { type ReactNode, useRef } from "react";
import { PropertyFields, type PropertyPeople } from "@/components/properties/property-fields";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormBody } from "@/components/ui/form-body";
import { RadioGroup } from "@/components/ui/radio-group";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { type EditedUser, type SaveUser, useUserForm } from "@/components/users/use-user-form";
import { UserFormField } from "@/components/users/user-form-field";
import { UserFormProblem } from "@/components/users/user-form-problem";
import { UsernameField } from "@/components/users/username-field";
import { ACCESS_PROFILE_LABELS, ROLE_DESCRIPTIONS, ROLE_LABELS, type Role } from "@/lib/permissions/roles";
import { routes } from "@/lib/routes";
import { suggestUsername, type UserFormValues } from "@/lib/users/user-form";
import type { UserFormChoices } from "@/lib/users/user-form-queries";

type UserFormProps = {
  org: string;
  /** The person to edit; without one somebody is added. */
  user?: EditedUser;
  /** What the form begins with. */
  first: UserFormValues;
  choices: UserFormChoices;
  people: PropertyPeople;
  save: SaveUser;
  /** Begins the next one, after “Save and add another”. */
  onAnother?: (values: UserFormValues) => void;
  /** Sections before the others; they get what is typed so far. */
  before?: (values: () => UserFormValues) => ReactNode;
  /** In place of the role and the access profile, where rights are chosen otherwise. */
  rights?: ReactNode;
  /** Sections after the others. */
  after?: (values: () => UserFormValues) => ReactNode;
};

/** The form of one person. */
export function UserForm(props: UserFormProps) {
  const { org, user, first, choices, people, save, onAnother, before, rights, after } = props;
  const { roles, profiles, domains, mandatory, phoneCountry, properties } = choices;
  const { form, offers, problem, busy, submit } = useUserForm({ org, user, first, choices, save, onAnother });
  const state = { form, offers, mandatory };
  const isNamedByHand = useRef(first.usernameLocal !== "");

  function suggest() {
    if (isNamedByHand.current) return;
    const { local, domain } = suggestUsername(form.getValues(), choices);
    const shouldValidate = form.formState.errors.usernameLocal !== undefined;
    form.setValue("usernameLocal", local, { shouldValidate });
    form.setValue("domain", domain);
  }

  const touch = () => {
    isNamedByHand.current = form.getValues("usernameLocal") !== "";
  };
  const phoneHint = phoneCountry
    ? `Without a country code it is read as a number of ${phoneCountry}.`
    : "With the country code, such as +49 170 1234567.";
  return (
    <form noValidate onSubmit={submit(false)}>
      <FormBody>
        <div>
          {before?.(form.getValues)}
          <Section title="Name">
            <div className="grid gap-4 sm:grid-cols-2">
              <UserFormField state={state} name="firstName" onType={suggest} autoFocus={!user} />
              <UserFormField state={state} name="lastName" onType={suggest} />
            </div>
          </Section>
          <Section title="Account" description="How they sign in, and where what we send them goes.">
            <UserFormField
              state={state}
              name="accessEmail"
              type="email"
              onType={suggest}
              hint="Invitations and login details are sent here."
            />
            <UsernameField
              state={state}
              domains={domains}
              onTouch={touch}
              hint={
                user
                  ? "Signing in changes with it."
                  : "Suggested from the e-mail or the name until you change it."
              }
            />
          </Section>
          <Section title="Contact">
            <UserFormField state={state} name="mobilePhone" type="tel" hint={phoneHint} />
            <UserFormField state={state} name="businessPhone" type="tel" hint={phoneHint} />
            <UserFormField state={state} name="otherEmail" type="email" />
            <Checkbox
              {...form.register("inAddressBook")}
              label="Add to global address book"
              hint="The organization's address book lists them."
            />
          </Section>
          <Section title="In your records">
            <UserFormField state={state} name="company" />
            <div className="grid gap-4 sm:grid-cols-2">
              <UserFormField state={state} name="customerCode" hint="Yours, unique in this organization." />
              <UserFormField state={state} name="udid" hint="Unique device identifier." />
            </div>
          </Section>
          <PropertyFields form={form} properties={properties} people={people} />
          <Section title="Access" description="Nobody can sign in after the day on which it ends.">
            <UserFormField
              state={state}
              name="accessEndsAt"
              type="date"
              hint="Until the end of that day in UTC. Blank: without end."
            />
          </Section>
          {rights ?? (
            <Section title="Role" description="What they may do. Nobody gives a role that they do not hold.">
              <div
                onChange={(event) => form.setValue("role", (event.target as HTMLInputElement).value as Role)}
              >
                <RadioGroup
                  legend={<span className="sr-only">Role</span>}
                  name="role"
                  variant="cards"
                  defaultValue={first.role}
                  error={form.formState.errors.role?.message}
                  options={roles.map((role) => ({
                    value: role,
                    label: ROLE_LABELS[role],
                    hint: ROLE_DESCRIPTIONS[role],
                  }))}
                />
              </div>
              {profiles.length > 0 && (
                <Field
                  label="Access profile"
                  hint="Beside the role, for those who look after people and nothing else."
                  optional
                  error={form.formState.errors.accessProfile?.message}
                >
                  {(control) => (
                    <Select
                      {...control}
                      {...form.register("accessProfile")}
                      placeholder="None"
                      options={profiles.map((profile) => ({
                        value: profile,
                        label: ACCESS_PROFILE_LABELS[profile],
                      }))}
                    />
                  )}
                </Field>
              )}
            </Section>
          )}
          {after?.(form.getValues)}
        </div>
        <div className="grid gap-4 border-t border-line pt-5 lg:ps-[18.5rem] lg:*:max-w-xl">
          {problem && <UserFormProblem org={org} userId={user?.id} problem={problem} />}
          <div className="flex flex-wrap justify-end gap-2">
            <Button variant="ghost" href={user ? routes.user(org, user.id) : routes.users(org)}>
              Cancel
            </Button>
            {onAnother && (
              <Button onClick={submit(true)} aria-disabled={busy || undefined}>
                Save and add another
              </Button>
            )}
            <Button type="submit" variant="primary" pending={busy}>
              {user ? "Save changes" : "Add user"}
            </Button>
          </div>
        </div>
      </FormBody>
    </form>
  );
}
