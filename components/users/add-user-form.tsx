"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { FirstPassword, type FirstPasswordValues } from "@/components/credentials/first-password";
import type { SearchMirror } from "@/components/grants/mirror-choice";
import { RightsChoice } from "@/components/grants/rights-choice";
import type { SearchPeople } from "@/components/properties/person-field";
import { SeatsChoice } from "@/components/services/seats-choice";
import {
  type ChosenExtension,
  choose,
  ExtensionChoice,
  extensionGiven,
  NO_EXTENSION,
} from "@/components/telephony/extension-choice";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { useNewPin } from "@/components/users/use-new-pin";
import type { SaveUser } from "@/components/users/use-user-form";
import { UserForm } from "@/components/users/user-form";
import { isChosen, isGiven } from "@/lib/credentials/password-setting";
import type { PasswordAdvice, PersonalData } from "@/lib/credentials/password-strength";
import type { UsualPin } from "@/lib/credentials/pins/draft";
import { type NewPin, PIN_USUAL } from "@/lib/credentials/pins/shape";
import type { RightsOffered } from "@/lib/grants/offered";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";
import { fail, type Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import { type GivenSeats, NO_SEATS } from "@/lib/services/given";
import type { ServiceOffered } from "@/lib/services/queries";
import type { FreeExtensions } from "@/lib/telephony/queries";
import { blankUserForm, type UserFormValues } from "@/lib/users/user-form";
import type { UserFormChoices } from "@/lib/users/user-form-queries";

type AddUserFormProps = {
  org: string;
  /** The organizations that one may add people to. */
  organizations: { slug: string; name: string }[];
  choices: UserFormChoices;
  rights: RightsOffered;
  /** The services that a seat can be given of; none for whoever may give none. */
  services: ServiceOffered[];
  /** What may be given, and which of it was just made for this; null for whoever gives none. */
  extensions: { free: FreeExtensions; made: string | null } | null;
  searchPeople: (org: string, input: { search: string }) => ReturnType<SearchPeople>;
  searchMirror: (org: string, input: { search: string }) => ReturnType<SearchMirror>;
  save: (org: string, input: NewUser) => Promise<Result<{ id: string; pin?: MadePin }>>;
  /** What may be said of their first password; null for whoever may give none. */
  passwords: {
    usualPin: UsualPin;
    lengthMin: number;
    advise: (org: string, input: AskedAdvice) => Promise<Result<PasswordAdvice | null>>;
  } | null;
};

type NewUser = Parameters<SaveUser>[1] & {
  credentials: Omit<FirstPasswordValues, "password"> & { password?: string };
  grants: Grants;
  seats?: GivenSeats;
  pin?: NewPin;
  extension?: ChosenExtension;
};

/** The PIN that was issued, or why there is none. */
type MadePin = { pin: string; username: string } | { problem: string };

type Known = "firstName" | "lastName" | "username" | "accessEmail" | "company";
type AskedAdvice = { password: string; person: Record<Known & keyof PersonalData, string> };

const NO_PASSWORD: FirstPasswordValues = { setting: "link", password: "", bySms: false };

type Carried = {
  values: UserFormValues;
  /** What was chosen beside, where one comes back to the same organization. */
  beside?: { org: string; first: FirstPasswordValues; grants: Grants | null; extension: ChosenExtension };
};

// What was typed, on its way to another organization's page, or to where an extension is made and back.
let carried: Carried | null = null;

/** The form of somebody who is still to be added, and of the next one after that. */
export function AddUserForm(props: AddUserFormProps) {
  const {
    org,
    organizations,
    choices,
    rights,
    services,
    extensions,
    searchPeople,
    searchMirror,
    save,
    passwords,
  } = props;
  const router = useRouter();
  const [back] = useState(() => (carried?.beside?.org === org ? carried : null));
  const [first, setFirst] = useState(back?.beside?.first ?? NO_PASSWORD);
  const [problem, setProblem] = useState<string>();
  const [grants, setGrants] = useState<Grants | null>(back?.beside ? back.beside.grants : OWN_ACCOUNT_ONLY);
  const [seats, setSeats] = useState(NO_SEATS);
  const [extension, setExtension] = useState(() => {
    const last = back?.beside?.extension ?? NO_EXTENSION;
    return extensions?.made ? choose(extensions.free, extensions.made, last) : last;
  });
  const [extensionProblem, setExtensionProblem] = useState<string>();
  const newPin = useNewPin(!isGiven(first.setting), passwords?.usualPin ?? PIN_USUAL);
  const [start, setStart] = useState(() => ({
    round: 1,
    values: back ? back.values : firstValues(choices, carried?.values ?? null),
  }));
  useEffect(() => {
    carried = null;
  }, []);

  /** What the next person probably has in common with this one stays. */
  function startAgain({ domain, role, company }: UserFormValues) {
    const values = { ...blankUserForm(domain, role, choices.properties), company };
    setStart(({ round }) => ({ round: round + 1, values }));
    setFirst((chosen) => ({ ...chosen, password: "" }));
    setExtension((chosen) => (chosen.extension === "next" ? chosen : NO_EXTENSION));
    newPin.startAgain();
  }

  const saveWithPassword: SaveUser = async (slug, input) => {
    const { password, ...told } = first;
    const credentials = isChosen(told.setting) ? { ...told, password } : told;
    const pin = newPin.read();
    if (pin && !pin.ok) return pin;
    if (!grants) return fail("invalid", "Say whom they are to mirror, or choose their rights otherwise.");
    const chosen = extensions ? extensionGiven(extension) : undefined;
    const saved = await save(slug, {
      ...input,
      credentials,
      grants,
      seats,
      ...(pin ? { pin: pin.value } : {}),
      ...(chosen ? { extension: chosen } : {}),
    });
    const problemAt = (field: string) =>
      saved.ok ? undefined : saved.error.issues?.find(({ path }) => path === field)?.message;
    setProblem(problemAt("password"));
    setExtensionProblem(problemAt("extension"));
    if (saved.ok && saved.value.pin) await newPin.show(saved.value.pin);
    return saved;
  };

  const passwordSection = (values: () => UserFormValues) =>
    passwords && (
      <>
        <Section title="First password" description="What they sign in with for the first time.">
          <FirstPassword
            place="form"
            values={first}
            change={setFirst}
            lengthMin={passwords.lengthMin}
            error={problem}
            advise={async (password) => {
              const { firstName, lastName, usernameLocal, domain, accessEmail, company } = values();
              const username = `${usernameLocal}@${domain}`;
              const person = { firstName, lastName, username, accessEmail, company };
              const advised = await passwords.advise(org, { password, person });
              return advised.ok ? advised.value : null;
            }}
          />
        </Section>
        {newPin.section}
      </>
    );

  const extensionSection = (values: () => UserFormValues) =>
    extensions && (
      <Section title="Extension" description="The number at which they are called.">
        <ExtensionChoice
          free={extensions.free}
          chosen={extension}
          change={setExtension}
          error={extensionProblem}
          makeOne={() => {
            carried = { values: values(), beside: { org, first, grants, extension } };
            router.push(routes.extension(org, "new", { from: "user" }));
          }}
        />
      </Section>
    );

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
                carried = { values: values() };
                router.push(routes.newUser(event.target.value));
              }}
            />
          )}
        </Field>
      </Section>
    );

  return (
    <>
      <UserForm
        key={start.round}
        org={org}
        first={start.values}
        choices={choices}
        people={{ search: (given) => searchPeople(org, given), names: {} }}
        save={saveWithPassword}
        onAnother={startAgain}
        before={organizationSection}
        rights={
          <Section title="Rights" description="What they may do. Nobody gives rights that they do not hold.">
            <div className="grid items-start gap-x-5 gap-y-4 sm:grid-cols-2">
              <RightsChoice
                grants={grants ?? OWN_ACCOUNT_ONLY}
                choose={setGrants}
                offered={rights}
                search={(given) => searchMirror(org, given)}
              />
            </div>
          </Section>
        }
        after={(values) => (
          <>
            {services.length > 0 && (
              <Section title="Services" description="What they get a seat of at once.">
                <SeatsChoice services={services} given={seats} choose={setSeats} people={1} />
              </Section>
            )}
            {extensionSection(values)}
            {passwordSection(values)}
          </>
        )}
      />
      {newPin.dialog}
    </>
  );
}

function firstValues(
  { primaryDomain, roles, profiles, properties }: UserFormChoices,
  typed: UserFormValues | null,
): UserFormValues {
  const role = typed && roles.includes(typed.role) ? typed.role : "user";
  const accessProfile: UserFormValues["accessProfile"] =
    profiles.find((profile) => profile === typed?.accessProfile) ?? "";
  const blank = blankUserForm(primaryDomain, role, properties);
  // Each organization has properties of its own.
  const own = { domain: primaryDomain, properties: blank.properties, role, accessProfile };
  return { ...blank, ...typed, ...own };
}
