import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { DIFFERING, POLICY_KEYS, type PolicyKey } from "@/lib/policies/catalogue";
import { ownPolicies, policiesHeld, raiserOf } from "@/lib/policies/held";
import { organizationPolicies } from "@/lib/policies/in-force";
import { organizationState, type PolicyState, type Said, userState } from "@/lib/policies/state";
import { policyRecorded } from "@/lib/policies/value";

/** An organization's policies, with who said so. */
export function listPolicies(actor: Actor): Promise<PolicyState[]> {
  demand(actor, "settings.read");
  const { id } = actor.organization;
  return withOrganization(id, async (tx) => {
    const { values, saidOf } = await readOrganization(tx, id);
    return POLICY_KEYS.map((key) => organizationState(key, { value: values[key], said: saidOf(key) }));
  });
}

/** Those that may be otherwise for a person, as they are for everybody, for whoever says so. */
export function listDiffering(actor: Actor): Promise<PolicyState[]> {
  demand(actor, "users.policies.update");
  const { id } = actor.organization;
  return withOrganization(id, async (tx) => {
    const values = await organizationPolicies(tx, id);
    return DIFFERING.map((key) => organizationState(key, { value: values[key], said: null }));
  });
}

/** Those that may be otherwise for a person, as they hold for them; null when there is no such person. */
export function listUserPolicies(actor: Actor, userId: string): Promise<PolicyState[] | null> {
  demand(actor, "users.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const user = isId(userId)
      ? await tx.user.findUnique({
          where: { organizationId_id: { organizationId, id: userId } },
          select: { policies: true },
        })
      : null;
    if (!user) return null;
    const { values, saidOf } = await readOrganization(tx, organizationId);
    const own = ownPolicies(user.policies);
    const held = policiesHeld(values, own);
    const stateOf = (key: PolicyKey): PolicyState => {
      const theirs = own[key];
      const said = theirs && { by: theirs.by, at: theirs.at.toISOString() };
      const raiser = raiserOf(key, theirs ? theirs.value : values[key], held[key]);
      return userState(
        key,
        { value: values[key], said: saidOf(key) },
        theirs && said ? { value: theirs.value, said } : null,
        held[key],
        raiser && stateOf(raiser),
      );
    };
    return DIFFERING.map(stateOf);
  });
}

/**
 * What an organization says, and who said it: the newest event that made a policy what it is now. Settings, the command
 * line and others say it as well, and the audit log knows them all.
 */
async function readOrganization(tx: Transaction, id: string) {
  const values = await organizationPolicies(tx, id);
  const events = await tx.$queryRaw<{ key: string; by: string; at: Date; value: unknown }[]>`
    SELECT DISTINCT ON (said.key) said.key, e.actor_name AS by, e.occurred_at AS at, said.value
    FROM audit_events e CROSS JOIN LATERAL jsonb_each(e.changes->'after') said
    WHERE e.organization_id = ${id}::uuid AND e.subject_id = ${id}::uuid AND e.action = 'organization.updated'
      AND said.key = ANY(${POLICY_KEYS as string[]})
    ORDER BY said.key, e.id DESC`;
  const newest = new Map(events.map((event) => [event.key, event]));
  const saidOf = (key: PolicyKey): Said => {
    const event = newest.get(key);
    return event && event.value === policyRecorded(key, values[key])
      ? { by: event.by, at: event.at.toISOString() }
      : null;
  };
  return { values, saidOf };
}
