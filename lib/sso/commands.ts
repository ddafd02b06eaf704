import "server-only";
import { changesBetween } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import { sealSecret } from "@/lib/connections/secrets";
import { lockPerson } from "@/lib/credentials/lock-person";
import { type Transaction, withOrganization } from "@/lib/db";
import { Prisma, type SignOnProvider } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { can, canGive } from "@/lib/permissions/can";
import { notAllowed } from "@/lib/permissions/viewing";
import { fail, invalidFields, notFound, ok, type Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import { type Begun, goTo, reasonOf } from "@/lib/sso/begin";
import type { ProviderInput } from "@/lib/sso/input";
import { configurationOf } from "@/lib/sso/oidc";
import { outgoingFetch } from "@/lib/sso/outgoing";
import {
  NEW_PEOPLE_INFO,
  type NewPeople,
  STATE_LABELS,
  type State,
  samlMetadata,
  trialSchema,
} from "@/lib/sso/provider";
import { secretOf } from "@/lib/sso/read-provider";
import { hasWayBack, listKeepers } from "@/lib/sso/required";
import { readMetadata } from "@/lib/sso/saml-metadata";
import { countLook } from "@/lib/sso/throttle";
import { lockAdmins } from "@/lib/users/admins";

/** An organization has as many providers as that: one, and another to move to. */
export const PROVIDERS_MAX = 4;

/**
 * Makes a provider or changes one. Whoever says who signs people in can sign in as any of them: it takes every right that
 * an admin has. After a change of what it is reached by, it has to be tried again before it can be required.
 */
export async function saveProvider(actor: Actor, input: ProviderInput): Promise<Result<{ id: string }>> {
  if (!can(actor, "connections.update")) return notAllowed(actor);
  const looked = await lookAt(actor, input);
  if (!looked.ok) return looked;
  return changing(actor, async (tx) => {
    const { id: organizationId } = actor.organization;
    const { id, name, clientId, addressClaim, newPeople, ownSecondStep, secret, version } = input;
    const before = await findOwn(tx, organizationId, id);
    if (version === null && before) return ok({ id });
    if (version !== null && !before) return notFound("provider");
    if (before && before.version !== version)
      return fail("conflict", "Somebody else has changed this provider meanwhile. Load the page again.");
    if (before && before.kind !== input.kind) return fail("invalid", "A provider’s kind stays as it is.");
    if (!before && (await tx.signOnProvider.count({ where: { organizationId } })) >= PROVIDERS_MAX)
      return fail("conflict", `An organization has at most ${PROVIDERS_MAX} providers. Remove one first.`);
    const reached = looked.value;
    const fields = {
      name,
      addressClaim,
      newPeople,
      ownSecondStep,
      vouchedBy: storeActor(actor),
      ...reached,
      ...(input.kind === "oidc" ? { clientId } : {}),
      ...(secret ? { secret: sealSecret(secretOf({ organizationId, id }), secret) } : {}),
    };
    const isReachedOtherwise = !before || isOther(before, fields) || secret !== "";
    // What nobody has tried lets nobody in alone.
    const state = isReachedOtherwise && before?.state === "required" ? { state: "offered" } : {};
    if (before)
      await tx.signOnProvider.update({
        where: { organizationId_id: { organizationId, id } },
        data: {
          ...fields,
          ...state,
          ...(isReachedOtherwise ? { trial: Prisma.DbNull } : {}),
          version: { increment: 1 },
          updatedAt: new Date(),
        },
        select: { id: true },
      });
    else
      await tx.signOnProvider.create({
        data: { organizationId, id, kind: input.kind, ...fields, issuer: fields.issuer ?? "" },
        select: { id: true },
      });
    // Whom another issuer calls by the same name is somebody else.
    if (before && fields.issuer !== undefined && fields.issuer !== before.issuer)
      await tx.signOnLink.deleteMany({ where: { organizationId, providerId: id } });
    const after = await findOwn(tx, organizationId, id);
    const changes = after ? changesBetween(before ? recorded(before) : {}, recorded(after)) : null;
    const action = before ? "signOn.updated" : "signOn.created";
    await record(tx, organizationId, actor, action, subjectOf({ id, name }), changes ?? {});
    return ok({ id });
  });
}

type Reached = Partial<Pick<SignOnProvider, "issuer">> & { metadata?: Prisma.InputJsonValue };

/** Asks the provider, or reads its metadata, before anything is written. */
async function lookAt(actor: Actor, input: ProviderInput): Promise<Result<Reached>> {
  const { kind, issuer, clientId, metadata, metadataUrl, version } = input;
  if ((await countLook(actor.organization.id)) !== null)
    return fail("throttled", "That was looked up very often. Try again in a few minutes.");
  if (kind === "oidc") {
    try {
      const asked = { issuer, clientId, secret: null, addressClaim: "", redirectUri: "" };
      const server = (await configurationOf(asked)).serverMetadata();
      return ok({ issuer: server.issuer });
    } catch (error) {
      return invalidFields([{ path: "issuer", message: `No OpenID provider is there. ${reasonOf(error)}` }]);
    }
  }
  const path = metadataUrl ? "metadataUrl" : "metadata";
  if (!metadata.trim() && !metadataUrl) {
    if (version !== null) return ok({});
    return invalidFields([{ path, message: "Give the provider’s metadata: its file, or its address." }]);
  }
  try {
    const text = metadataUrl ? await (await outgoingFetch(metadataUrl)).text() : metadata;
    const { issuer: found, ...rest } = readMetadata(text);
    return ok({ issuer: found, metadata: rest });
  } catch (error) {
    return invalidFields([{ path, message: reasonOf(error) }]);
  }
}

/** Says what a provider is for. It is required only once a trial sign-in has worked, and while somebody gets in without it. */
export function chooseState(
  actor: Actor,
  { id, version, state }: { id: string; version: number; state: State },
): Promise<Result<null>> {
  return changing(actor, async (tx) => {
    const { id: organizationId } = actor.organization;
    const provider = await findOwn(tx, organizationId, id);
    if (!provider) return notFound("provider");
    if (provider.version !== version)
      return fail("conflict", "Somebody else has changed this provider meanwhile. Load the page again.");
    if (provider.state === state) return ok(null);
    const trial = trialSchema.safeParse(provider.trial).data;
    if (state === "required" && !(trial?.isOk && trial.version === provider.version))
      return fail("conflict", "Try it first: a trial sign-in has to work with the provider as it is now.");
    await tx.signOnProvider.updateMany({ where: { organizationId, id }, data: { state } });
    if (!(await hasWayBack(tx, organizationId))) return fail("conflict", NO_WAY_BACK);
    const label = (of: string) => STATE_LABELS[of as State] ?? of;
    const changes = { before: { signOnState: label(provider.state) }, after: { signOnState: label(state) } };
    await record(tx, organizationId, actor, "signOn.updated", subjectOf(provider), changes);
    return ok(null);
  });
}

const NO_WAY_BACK =
  "Nobody would get in when the provider is away. First let an admin who has a password and a second step keep their password.";

/** Removes a provider, with the sessions that it vouched for. */
export function removeProvider(actor: Actor, id: string): Promise<Result<null>> {
  return changing(actor, async (tx) => {
    const { id: organizationId } = actor.organization;
    const provider = await findOwn(tx, organizationId, id);
    if (!provider) return notFound("provider");
    await tx.$executeRaw`
      UPDATE sessions s SET ended_at = now() FROM sign_on_sessions v
      WHERE s.organization_id = ${organizationId}::uuid AND v.organization_id = s.organization_id
        AND v.session_id = s.id AND v.provider_id = ${id}::uuid AND s.ended_at IS NULL`;
    await tx.signOnProvider.deleteMany({ where: { organizationId, id } });
    await record(tx, organizationId, actor, "signOn.removed", subjectOf(provider), {
      before: recorded(provider),
    });
    return ok(null);
  });
}

/** Says of an admin whether they keep their password where everybody else comes by the provider. */
export function keepPassword(
  actor: Actor,
  { userId, keeps }: { userId: string; keeps: boolean },
): Promise<Result<null>> {
  return changing(actor, async (tx) => {
    const { id: organizationId } = actor.organization;
    await lockPerson(tx, organizationId, userId);
    const found = (await listKeepers(tx, organizationId)).find(({ id }) => id === userId);
    if (!found) return notFound("admin");
    if (found.isKeeper === keeps) return ok(null);
    if (keeps && !found.isReady)
      return fail("conflict", `${found.name} needs a password of their own and a second step first.`);
    if (keeps) await tx.signOnKeeper.create({ data: { organizationId, userId }, select: { userId: true } });
    else await tx.signOnKeeper.deleteMany({ where: { organizationId, userId } });
    if (!keeps && !(await hasWayBack(tx, organizationId))) return fail("conflict", NO_WAY_BACK);
    const subject = { type: "user" as const, id: userId, name: found.username };
    await record(
      tx,
      organizationId,
      actor,
      keeps ? "signOn.passwordKept" : "signOn.passwordNotKept",
      subject,
    );
    return ok(null);
  });
}

/** Takes a person's link away: the next sign-in finds them by their address again. Their sessions by it end. */
export function unlink(
  actor: Actor,
  { id, username }: { id: string; username: string },
): Promise<Result<null>> {
  return changing(actor, async (tx) => {
    const { id: organizationId } = actor.organization;
    const provider = await findOwn(tx, organizationId, id);
    if (!provider) return notFound("provider");
    const name = username.trim().toLowerCase();
    const link = await tx.signOnLink.findFirst({
      where: { organizationId, providerId: id, user: { username: name } },
      orderBy: { linkedAt: "desc" },
    });
    if (!link) return invalidFields([{ path: "username", message: "Nobody with this username is linked." }]);
    const { userId, subject: identity } = link;
    await tx.signOnLink.deleteMany({ where: { organizationId, providerId: id, userId } });
    await tx.$executeRaw`
      UPDATE sessions s SET ended_at = now() FROM sign_on_sessions v
      WHERE s.organization_id = ${organizationId}::uuid AND s.user_id = ${userId}::uuid AND s.ended_at IS NULL
        AND v.organization_id = s.organization_id AND v.session_id = s.id AND v.provider_id = ${id}::uuid`;
    const subject = { type: "user" as const, id: userId, name };
    const before = { signOnProvider: provider.name, signOnAddress: identity.slice(0, 200) };
    await record(tx, organizationId, actor, "signOn.unlinked", subject, { before });
    return ok(null);
  });
}

/** Begins a trial sign-in: it shows what the provider says and whom it means, and signs nobody in. */
export async function tryProvider(actor: Actor, id: string): Promise<Result<Begun>> {
  if (!can(actor, "connections.update")) return notAllowed(actor);
  if (!canGive(actor, "admin")) return tooLittle();
  const { id: organizationId, slug } = actor.organization;
  const provider = await withOrganization(organizationId, (tx) => findOwn(tx, organizationId, id));
  if (!provider) return notFound("provider");
  const target = routes.signOnProvider(slug, id);
  return goTo(provider, { target, loginHint: null }, storeActor(actor));
}

/** Changes of how people sign in go one after the other, beside whatever takes admins away. */
function changing<T>(actor: Actor, run: (tx: Transaction) => Promise<Result<T>>): Promise<Result<T>> {
  return command(actor, "connections.update", async (tx) => {
    if (!canGive(actor, "admin")) return tooLittle();
    await lockAdmins(tx, actor.organization.id);
    return run(tx);
  });
}

const tooLittle = () =>
  fail(
    "forbidden",
    "Whoever says who signs people in could sign in as any of them. It takes every right that an admin has.",
  );

const findOwn = (tx: Transaction, organizationId: string, id: string): Promise<SignOnProvider | null> =>
  tx.signOnProvider.findUnique({ where: { organizationId_id: { organizationId, id } } });

function isOther(before: SignOnProvider, { issuer, metadata, clientId }: Reached & { clientId?: string }) {
  return (
    (issuer !== undefined && issuer !== before.issuer) ||
    (clientId !== undefined && clientId !== before.clientId) ||
    (metadata !== undefined && isOtherMetadata(metadata, before.metadata))
  );
}

// The database keeps no order of an object's fields.
function isOtherMetadata(one: unknown, other: unknown): boolean {
  const [given, kept] = [one, other].map((each) => JSON.stringify(samlMetadata.safeParse(each).data ?? null));
  return given !== kept;
}

const recorded = (provider: SignOnProvider) => ({
  name: provider.name,
  signOnIssuer: provider.issuer,
  signOnAccounts: NEW_PEOPLE_INFO[provider.newPeople as NewPeople]?.label ?? provider.newPeople,
  signOnSecondStep: provider.ownSecondStep ? "also here" : "at the provider",
  signOnState: STATE_LABELS[provider.state as State] ?? provider.state,
});

const subjectOf = ({ id, name }: { id: string; name: string }) => ({
  type: "signOnProvider" as const,
  id,
  name,
});
