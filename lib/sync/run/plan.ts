import "server-only";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import { type OrganizationSettings, organizationSettings } from "@/lib/organizations/queries";
import type { Actor } from "@/lib/permissions/actor";
import { type Domains, valuesOf } from "@/lib/sync/person";
import { type PlannedPerson, planPerson, type ReadForm } from "@/lib/sync/plan-person";
import { type Candidate, findByUsername, findCandidates, type UserHere } from "@/lib/sync/run/candidates";
import { type Held, holding } from "@/lib/sync/run/hold";
import { blankUserForm, userFormOf } from "@/lib/users/user-form";
import { readUserForm } from "@/lib/users/user-form-read";

/** A person of the directory with what the run does about them. */
export type Planned = {
  person: Candidate;
  userId: string;
  version: number;
  isNew: boolean;
  plan: PlannedPerson;
};

export type RunPlan = {
  settings: OrganizationSettings;
  people: Planned[];
};

const ROWS_A_TURN = 500;

/** What the directory's news come to, person by person. Nothing is written. */
export async function planRun(held: Held, actor: Actor): Promise<RunPlan> {
  const { organizationId, connection } = held;
  const [settings, candidates] = await holding(held, async (tx) => [
    await organizationSettings(tx, organizationId),
    await findCandidates(tx, held),
  ]);
  const domains: Domains = {
    names: settings.domains.map(({ name }) => name),
    primary: settings.domains.find(({ isPrimary }) => isPrimary)?.name ?? settings.domains[0]?.name ?? "",
  };
  const { fields } = connection.choice;
  const read: ReadForm = (form) => readUserForm(form, settings);
  const valued = candidates.map((person) => ({
    person,
    values: valuesOf(person.attributes, fields, domains),
  }));
  const strangers = valued
    .filter(({ person }) => !person.user)
    .flatMap(({ values }) => values.username || []);
  const known = await withOrganization(organizationId, (tx) => findByUsername(tx, held, strangers));
  const blank = blankUserForm(domains.primary, "user", settings.properties);
  const people: Planned[] = [];
  for (const { person, values } of valued) {
    const found = person.user ? null : (known.get(values.username ?? "") ?? null);
    const user = person.user ?? found;
    const isOneself = user?.id === actor.userId && actor.organizationId === organizationId;
    const here = user && personHere(user);
    const role = isOneself ? null : person.role;
    const plan: PlannedPerson =
      found?.isTaken === true
        ? { ok: false, issue: TWICE, form: blank }
        : planPerson({ values, here, blank, fields, applied: person.applied, role }, read);
    people.push({
      person,
      userId: user?.id ?? person.userId ?? newId(),
      version: user?.version ?? 0,
      isNew: user === null,
      plan,
    });
    if (people.length % ROWS_A_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return { settings, people };

  function personHere(user: UserHere) {
    const form = userFormOf(user as Parameters<typeof userFormOf>[0], settings.properties);
    const now = read(form);
    return { form, input: now.ok ? now.value : asItStands(form) };
  }
}

const TWICE = "Somebody else of the directory has this username here already.";

/** Somebody whose fields would not be taken any more is compared by the texts that stand there. */
function asItStands(form: ReturnType<typeof userFormOf>) {
  const blankToNull = (text: string) => text || null;
  const { properties, inAddressBook, role, accessProfile, accessEndsAt, ...texts } = form;
  return {
    ...texts,
    otherEmail: blankToNull(texts.otherEmail),
    mobilePhone: blankToNull(texts.mobilePhone),
    businessPhone: blankToNull(texts.businessPhone),
    company: blankToNull(texts.company),
    customerCode: blankToNull(texts.customerCode),
    udid: blankToNull(texts.udid),
    accessEndsAt: blankToNull(accessEndsAt),
    properties,
    inAddressBook,
    role,
    accessProfile: accessProfile || null,
  };
}
