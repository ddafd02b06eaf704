import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { rightsOf } from "@/lib/permissions/roles";
import type { Failure } from "@/lib/result";

/** Thrown where whoever acts has lost rights since they began: nothing that was done with them is kept. */
export class RightsLost extends Error {
  constructor(readonly failure: Failure) {
    super("Whoever acts has lost rights meanwhile.");
  }
}

const acting = new WeakMap<Transaction, Actor>();

/**
 * Says who acts in a transaction. From here on whatever makes changes of rights wait for each other asks whether they still
 * may, once it has waited.
 * @throws RightsLost
 */
export async function actAs(tx: Transaction, actor: Actor): Promise<void> {
  acting.set(tx, actor);
  await stillActs(tx);
}

/**
 * Holds a transaction to what whoever acts in it may by now: rights are those of the request's beginning, and somebody may
 * have taken them while it waited. Said of nobody, it asks nothing.
 * @throws RightsLost
 */
export async function stillActs(tx: Transaction): Promise<void> {
  const actor = acting.get(tx);
  if (!actor || !(await lossOf(tx, actor))) return;
  // What the transaction itself takes from them it may: others see nothing of that yet.
  const loss = await withOrganization(actor.organization.id, (other) => lossOf(other, actor));
  if (loss) throw new RightsLost(loss);
}

const GONE: Failure = {
  code: "unauthenticated",
  message: "You are not signed in here any more. Sign in again; nothing was changed.",
};
const LESS: Failure = {
  code: "forbidden",
  message: "Your rights have changed meanwhile, and nothing was changed. Load the page again.",
};

/** Whether something was refused for that alone: whoever revives the actor can begin it again. */
export const isLoss = (failure: Failure): boolean => failure === GONE || failure === LESS;

async function lossOf(tx: Transaction, actor: Actor): Promise<Failure | null> {
  const user = await findStanding(tx, actor);
  if (!user) return GONE;
  const now = actorIn({ ...actor, ...rightsOf(user) }, actor.organization);
  const holds = now && [...actor.permissions].every((permission) => now.permissions.has(permission));
  return holds ? null : LESS;
}

type Standing = { at: string; hasKey: boolean; user: Parameters<typeof rightsOf>[0] | null };

/** Somebody's role, profile and permissions as they are now, if they and that by which they act are still live. */
async function findStanding(tx: Transaction, actor: Actor): Promise<Standing["user"]> {
  const { organizationId: home, organization } = actor;
  const [here] = await tx.$queryRaw<Standing[]>(standingSql(actor));
  if (!here?.hasKey) return null;
  if (here.user || here.at === home) return here.user;
  // A manager is a person of another organization, into which this transaction does not look.
  await lookInto(tx, home);
  const [there] = await tx.$queryRaw<Standing[]>`
    ${standingSql(actor)} WHERE EXISTS (SELECT FROM managed_organizations() m WHERE m.id = ${organization.id}::uuid)`;
  await lookInto(tx, here.at);
  return there?.user ?? null;
}

const lookInto = (tx: Transaction, organizationId: string) =>
  tx.$queryRaw`SELECT set_config('app.organization_id', ${organizationId}, true)`;

/** Moments are those of the clock: a transaction's own may be long past. */
const standingSql = ({
  organizationId,
  userId,
  sessionId,
  apiKeyId,
  scimTokenId,
  organization,
}: Actor) => Prisma.sql`
  SELECT current_setting('app.organization_id') AS at, person.found AS user,
    (${apiKeyId ?? null}::uuid IS NULL OR EXISTS (SELECT FROM api_keys k WHERE k.organization_id = ${organization.id}::uuid
      AND k.id = ${apiKeyId ?? null}::uuid AND k.revoked_at IS NULL AND k.expires_at > clock_timestamp()))
    AND (${scimTokenId ?? null}::uuid IS NULL OR EXISTS (SELECT FROM scim_tokens t JOIN scim_connections c
      ON c.organization_id = t.organization_id AND c.id = t.connection_id
      WHERE t.organization_id = ${organization.id}::uuid AND t.id = ${scimTokenId ?? null}::uuid
      AND c.revoked_at IS NULL AND t.expires_at > clock_timestamp())) AS "hasKey"
  FROM (VALUES (1)) once LEFT JOIN LATERAL (
    SELECT jsonb_build_object('role', u.role, 'accessProfile', u.access_profile,
      'extraPermissions', coalesce(h.permissions, '{}')) AS found
    FROM users u JOIN organizations o ON o.id = u.organization_id
    LEFT JOIN held_permissions h ON h.organization_id = u.organization_id AND h.user_id = u.id
    WHERE u.organization_id = ${organizationId}::uuid AND u.id = ${userId}::uuid AND o.suspended_at IS NULL
      AND u.removed_at IS NULL AND u.suspended_at IS NULL AND u.legacy_status IS NULL AND u.activated_at IS NOT NULL
      AND (u.access_ends_at IS NULL OR u.access_ends_at > clock_timestamp())
      AND (${sessionId}::uuid IS NULL OR EXISTS (SELECT FROM sessions s
        WHERE s.organization_id = u.organization_id AND s.id = ${sessionId}::uuid AND s.ended_at IS NULL))
  ) person ON true`;
