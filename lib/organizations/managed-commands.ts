import "server-only";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { writeInvitation } from "@/lib/credentials/invitations";
import { enterOrganization, type Transaction } from "@/lib/db";
import { lockDomains } from "@/lib/domains/commands";
import { publicUrl } from "@/lib/env";
import { newId } from "@/lib/ids";
import { queueMessage } from "@/lib/messages/queue-one";
import type { NewOrganizationInput } from "@/lib/organizations/new-input";
import { managedOrganizations } from "@/lib/organizations/queries";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { ALL_PERMISSIONS } from "@/lib/permissions/permissions";
import { fail, forbidden, invalidFields, notFound, ok, type Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import { endSessions } from "@/lib/sessions/end-sessions";
import { insertUser } from "@/lib/users/commands";
import type { UserInput } from "@/lib/users/input";
import { userServerSchema } from "@/lib/users/schema-server";

export type MadeOrganization = {
  slug: string;
  /** With which its first admin activates the account, this once; null where it went by e-mail. */
  link: string | null;
};

type Outcome = "created" | "handed" | "parent" | "slug" | "domain" | "unproven" | "used";

/**
 * Makes an organization below the actor's own, with its first admin. The database looks once more whether the actor's
 * organization manages the one above, and whether its domain may be given. Both organizations record it.
 */
export function createManaged(actor: Actor, input: NewOrganizationInput): Promise<Result<MadeOrganization>> {
  return command(actor, "organizations.create", async (tx) => {
    // Its first admin may do more there than whoever may not work inside.
    if (!isAtHome(actor) || !can(actor, "organizations.manage")) return forbidden();
    const home = actor.organizationId;
    const { id, name, slug, domain, managing, parent } = input;
    if (managing && !MANAGING.every((permission) => can(actor, permission))) return cannotManage();
    const admin = readAdmin(input);
    if (!admin.ok) return admin;
    const earlier = await tx.$queryRaw<{ slug: string }[]>`
      SELECT slug FROM managed_organizations() WHERE id = ${id}::uuid`;
    if (earlier[0]) return ok({ slug: earlier[0].slug, link: null });
    // A domain that goes over is none that somebody makes primary meanwhile.
    await lockDomains(tx, home);
    const [made] = await tx.$queryRaw<{ outcome: Outcome }[]>`
      SELECT create_organization(${id}::uuid, ${slug}, ${name}, ${managing}, ${parent}::uuid, ${newId()}::uuid,
        ${domain}) AS outcome`;
    const outcome = made?.outcome ?? "parent";
    if (outcome !== "created" && outcome !== "handed") return refusal(outcome, input);
    if (outcome === "handed" && !can(actor, "settings.update")) return cannotHandOver(domain);
    const subject = { type: "organization" as const, id, name };
    const changes = { after: { slug, domain } };
    await record(tx, home, actor, "organization.created", subject, changes);
    if (outcome === "handed")
      await record(tx, home, actor, "domain.removed", { type: "domain", id: null, name: domain });
    await enterOrganization(tx, id);
    await record(tx, id, actor, "organization.created", subject, changes);
    const link = await addFirstAdmin(tx, actor, id, admin.value, input.sendLink);
    return link.ok ? ok({ slug, link: link.value }) : link;
  });
}

/** What the admins of an organization that manages others hold beyond those of any other. */
const MANAGING = ALL_PERMISSIONS.filter((permission) => permission.startsWith("organizations."));

const cannotManage = () =>
  fail(
    "forbidden",
    "Its admins could do with the organizations below it what you may not do with yours. Make one that manages no others.",
  );

const cannotHandOver = (domain: string) => {
  const message = `You may not take ${domain} from your own organization. Take one below it.`;
  return fail("forbidden", message, [{ path: "domain", message }]);
};

/** One who works inside another organization does nothing here in its name. */
const isAtHome = (actor: Actor) => actor.organization.id === actor.organizationId;

function readAdmin(input: NewOrganizationInput): Result<UserInput> {
  const { firstName, lastName, usernameLocal, domain, accessEmail } = input;
  const given = { firstName, lastName, usernameLocal, domain, accessEmail, role: "admin" };
  const parsed = userServerSchema().safeParse(given);
  if (parsed.success) return ok(parsed.data);
  return invalidFields(parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
}

async function addFirstAdmin(
  tx: Transaction,
  actor: Actor,
  organizationId: string,
  input: UserInput,
  sendLink: boolean,
): Promise<Result<string | null>> {
  const added = await insertUser(tx, organizationId, actor, input);
  if (!added.ok) return added;
  const { id } = added.value;
  if (sendLink) {
    const message = { kind: "invitation" as const, method: "email" as const, address: input.accessEmail };
    await queueMessage(tx, { organizationId, userId: id, ...message });
    return ok(null);
  }
  const username = `${input.usernameLocal}@${input.domain}`;
  const token = await writeInvitation(tx, actor, { organizationId, id, username }, "invitation");
  return ok(publicUrl() + routes.activate(token));
}

function refusal(
  outcome: Exclude<Outcome, "created" | "handed">,
  { slug, domain }: NewOrganizationInput,
): Result<never> {
  if (outcome === "parent")
    return invalidFields([{ path: "parent", message: "Choose an organization that manages others." }]);
  if (outcome === "slug")
    return invalidFields([{ path: "slug", message: `/${slug} is taken. Choose another address.` }]);
  const words = {
    domain: `${domain} belongs to an organization already.`,
    used: `People of yours have usernames in ${domain}. Move them to another domain first.`,
    unproven: `You have not proven ${domain}. Take one below a domain of yours, or add it to your domains and prove it there first; it goes over to the new organization then.`,
  }[outcome];
  return invalidFields([{ path: "domain", message: words }]);
}

const NEVER_ITSELF = "An organization is suspended by one that manages it, and never by itself.";
const SUSPENDED_ABOVE =
  "It was suspended by an organization that manages yours: that one alone lets its people in again.";

/**
 * Suspends an organization below the actor's own, or lets its people in again. While it is suspended nobody signs in
 * there, and whoever was signed in is not any more. What one further up has suspended, nobody in between lets in again.
 */
export async function suspendManaged(
  actor: Actor,
  { id, suspended }: { id: string; suspended: boolean },
): Promise<Result<{ name: string }>> {
  const found = (await managedOrganizations(actor.organizationId)).find((each) => each.id === id);
  return command(actor, "organizations.suspend", async (tx) => {
    if (!isAtHome(actor)) return forbidden();
    if (!found) return notFound("organization");
    const { name } = found;
    const [row] = await tx.$queryRaw<{ changed: boolean | null }[]>`
      SELECT suspend_organization(${id}::uuid, ${suspended}) AS changed`;
    if (!row || row.changed === null) return fail("conflict", suspended ? NEVER_ITSELF : SUSPENDED_ABOVE);
    if (!row.changed) return ok({ name });
    const action = suspended ? "organization.suspended" : "organization.reactivated";
    const subject = { type: "organization" as const, id, name };
    const changes = { before: { suspended: !suspended }, after: { suspended } };
    await record(tx, actor.organizationId, actor, action, subject, changes);
    await enterOrganization(tx, id);
    await record(tx, id, actor, action, subject, changes);
    if (suspended) await endSessions(tx, { organizationId: id });
    return ok({ name });
  });
}
