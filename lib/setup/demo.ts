import "server-only";
import { randomInt } from "node:crypto";
import { actorColumns } from "@/lib/audit/record";
import { hashPassword } from "@/lib/auth/passwords";
import { enterOrganization, type Transaction } from "@/lib/db";
import { idAt, newId } from "@/lib/ids";
import { ok, type Result } from "@/lib/result";
import { addDemoBilling } from "@/lib/setup/demo-billing";
import { demoPeople } from "@/lib/setup/demo-people";
import { addServices } from "@/lib/setup/demo-services";
import { createOrganizationBelow, findOrganization } from "@/lib/setup/organizations";
import { usualSettings } from "@/lib/support/settings";
import { USUAL_RANGES } from "@/lib/telephony/numbers";

export type DemoAccount = { username: string; password: string; role: string; organization: string };

export const DEMO = { slug: "acme", name: "Acme", domain: "acme.example" };

const PEOPLE = 320;
const PASSWORD_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789";

/** Who of them has an extension. */
const HOLDERS = ["admin", "people.admin", "user"];

const ACCOUNTS = [
  { local: "admin", firstName: "Alex", lastName: "Admin", role: "admin", accessProfile: null },
  { local: "viewer", firstName: "Vera", lastName: "Viewer", role: "viewer", accessProfile: null },
  { local: "billing", firstName: "Bela", lastName: "Billing", role: "billing", accessProfile: null },
  { local: "user", firstName: "Uli", lastName: "User", role: "user", accessProfile: null },
  {
    local: "people.admin",
    firstName: "Pia",
    lastName: "Manager",
    role: "user",
    accessProfile: "userManagementAdmin",
  },
  {
    local: "people.viewer",
    firstName: "Paul",
    lastName: "Preparer",
    role: "user",
    accessProfile: "userManagementViewer",
  },
];

/**
 * Makes the demo organization with its people and one account of each role and profile, and an admin of the operator.
 * @returns the accounts with their passwords, which are kept nowhere else.
 */
export async function loadDemo(tx: Transaction): Promise<Result<DemoAccount[]>> {
  const operator = await findOrganization(tx);
  const created = await createOrganizationBelow(tx, { ...DEMO, managing: false });
  if (!created.ok) return created;
  const accounts = await addAccounts(tx, created.value, ACCOUNTS);
  await addPeople(tx, created.value.id);
  if (operator) await addServices(tx, operator.id, created.value.id);
  await addDemoBilling(tx, created.value.id, operator?.id ?? created.value.id, new Date());
  await addSupport(tx, created.value.id);
  await addTelephony(tx, created.value.id);
  return ok(operator ? [...accounts, ...(await addAccounts(tx, operator, ACCOUNTS.slice(0, 1)))] : accounts);
}

async function addAccounts(
  tx: Transaction,
  { id: organizationId, slug }: { id: string; slug: string },
  accounts: typeof ACCOUNTS,
): Promise<DemoAccount[]> {
  await enterOrganization(tx, organizationId);
  const domain = await tx.domain.findFirstOrThrow({ where: { organizationId, isPrimary: true } });
  const made: DemoAccount[] = [];
  for (const { local, ...person } of accounts) {
    const username = `${local}@${domain.name}`;
    const password = randomPassword();
    const id = newId();
    const fields = {
      ...person,
      username,
      accessEmail: username,
      activatedAt: new Date(),
      inAddressBook: true,
    };
    await tx.user.create({
      data: { organizationId, id, domainId: domain.id, ...fields },
      select: { id: true },
    });
    const hash = await hashPassword(password);
    await tx.password.create({ data: { organizationId, userId: id, hash }, select: { userId: true } });
    made.push({ username, password, role: person.accessProfile ?? person.role, organization: slug });
  }
  return made;
}

async function addPeople(tx: Transaction, organizationId: string): Promise<void> {
  await enterOrganization(tx, organizationId);
  const { id: domainId } = await tx.domain.findFirstOrThrow({ where: { organizationId, isPrimary: true } });
  const people = demoPeople(PEOPLE, DEMO.domain, new Date());
  const rows = people.map((person) => ({ ...person, organizationId, domainId, id: newId() }));
  await tx.user.createMany({ data: rows });
  await tx.auditEvent.createMany({ data: rows.flatMap(activationOf) });
}

type DemoRow = {
  organizationId: string;
  id: string;
  username: string;
  firstName: string;
  lastName: string;
  activatedAt?: Date;
};

/** The event of somebody who has activated their account, at that moment. */
function activationOf({ organizationId, id, username, firstName, lastName, activatedAt }: DemoRow) {
  if (!activatedAt || activatedAt > new Date()) return [];
  const by = { userId: id, organizationId, name: `${firstName} ${lastName}`, ip: null };
  const subject = { subjectType: "user", subjectId: id, subjectName: username };
  const event = { action: "user.activated", occurredAt: activatedAt, ...subject, ...actorColumns(by) };
  return [{ organizationId, id: idAt(activatedAt), ...event, changes: {} }];
}

/** Hours, addresses and a few requests of the plain user. */
async function addSupport(tx: Transaction, organizationId: string): Promise<void> {
  await enterOrganization(tx, organizationId);
  const settings = {
    ...usualSettings("Europe/Berlin"),
    daysOff: ["2026-12-25", "2027-01-01"],
    email: `support@${DEMO.domain}`,
    onCallEmail: `on-call@${DEMO.domain}`,
  };
  await tx.supportSettings.create({ data: { organizationId, settings } });
  const [user, admin] = await Promise.all(
    ["user", "admin"].map((local) =>
      tx.user.findFirstOrThrow({ where: { organizationId, username: `${local}@${DEMO.domain}` } }),
    ),
  );
  if (!user || !admin) return;
  for (const [index, { answer, ...request }] of DEMO_REQUESTS.entries()) {
    const id = newId();
    const data = { organizationId, id, number: index + 1, userId: user.id, way: "open", ...request };
    await tx.supportRequest.create({ data, select: { id: true } });
    if (!answer) continue;
    const by = { byName: `${admin.firstName} ${admin.lastName}`, byUserId: admin.id };
    const said = { isAnswer: true, words: answer, ...by };
    await tx.supportReply.create({
      data: { organizationId, id: newId(), requestId: id, ...said },
      select: { id: true },
    });
  }
}

const DEMO_REQUESTS = [
  {
    kind: "Question",
    urgency: "normal",
    words: "Where do I find the number of a colleague in Lisbon?",
    state: "closed",
    answer: "In the address book, in the bar on the left. It searches by name, company and number.",
  },
  {
    kind: "Something should be changed",
    urgency: "normal",
    words: "My last name has changed. Could you write it anew?",
    state: "answered",
    answer: "Done. You see it after you sign in again.",
  },
  {
    kind: "Something does not work",
    urgency: "high",
    words: "The second page of the list of my team stays empty.\nIt worked yesterday.",
    state: "open",
    answer: null,
  },
];

/** A few extensions, a desk's that is nobody's among them, and a queue of two. */
async function addTelephony(tx: Transaction, organizationId: string): Promise<void> {
  await enterOrganization(tx, organizationId);
  const people = await tx.user.findMany({
    where: { organizationId, username: { in: HOLDERS.map((local) => `${local}@${DEMO.domain}`) } },
    orderBy: { username: "asc" },
    select: { id: true },
  });
  const settings = { sipDomain: DEMO.domain, ranges: USUAL_RANGES, extensionsMax: 100 };
  await tx.telephonySettings.create({ data: { organizationId, ...settings } });
  const given = people.map(({ id }, index) => ({
    id: newId(),
    number: String(101 + index),
    type: index === 0 ? "sip" : "web",
    userId: id,
    forceLogin: index > 0,
  }));
  const desk = { id: newId(), number: "110", type: "sip", displayName: "Reception" };
  const extensions = [...given, desk].map((extension) => ({ organizationId, voicemail: true, ...extension }));
  await tx.extension.createMany({ data: extensions });
  const queue = { id: newId(), number: "200", name: "Help desk", strategy: "roundRobin" };
  await tx.callQueue.create({ data: { organizationId, voicemail: true, ...queue } });
  await tx.callQueueMember.createMany({
    data: extensions.slice(0, 2).map(({ id }, index) => ({
      organizationId,
      queueId: queue.id,
      extensionId: id,
      position: index + 1,
    })),
  });
}

function randomPassword(): string {
  const group = () =>
    Array.from({ length: 5 }, () => PASSWORD_CHARACTERS[randomInt(PASSWORD_CHARACTERS.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}
