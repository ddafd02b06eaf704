import "server-only";
import { withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { DIFFERING, type PolicyKey, type PolicyValues } from "@/lib/policies/catalogue";
import { type DevicePolicies, devicePoliciesOf } from "@/lib/policies/devices";
import { ownPolicies, policiesHeld, raiserOf } from "@/lib/policies/held";
import { organizationPolicies, policiesInForce } from "@/lib/policies/in-force";
import { type Origin, originOf } from "@/lib/policies/state";

/** What holds for a person, as a program reads it. */
export type ApiPolicies = {
  user: { id: string; username: string };
  device: DevicePolicies;
  policies: Partial<Record<PolicyKey, ApiPolicy>>;
};

/** `raisedBy` is the policy that makes it stricter than what was said for it; `origin` is where that one comes from then. */
type ApiPolicy = { value: PolicyValues[PolicyKey]; origin: Origin; raisedBy?: PolicyKey };

/** What holds for a person of the key's organization; null when there is none. */
export async function readApiPolicies(actor: Actor, userId: string): Promise<ApiPolicies | null> {
  demand(actor, "users.read");
  const { id: organizationId } = actor.organization;
  if (!isId(userId)) return null;
  const [user, organization] = await withOrganization(organizationId, async (tx) => [
    await tx.user.findFirst({
      where: { organizationId, id: userId, removedAt: null },
      select: { username: true, policies: true },
    }),
    await organizationPolicies(tx, organizationId),
  ]);
  if (!user) return null;
  const own = ownPolicies(user.policies);
  const held = policiesHeld(organization, own);
  const policyOf = (key: PolicyKey): ApiPolicy => {
    const raisedBy = raiserOf(key, (own[key] ?? { value: organization[key] }).value, held[key]);
    const said = raisedBy ?? key;
    return {
      value: held[key],
      origin: own[said] ? "person" : originOf(said, organization[said]),
      ...(raisedBy ? { raisedBy } : {}),
    };
  };
  return {
    user: { id: userId, username: user.username },
    device: devicePoliciesOf(held),
    policies: Object.fromEntries(DIFFERING.map((key) => [key, policyOf(key)])),
  };
}

/** What an app on a device of whoever asks sees to; nothing of what else holds for them is told. */
export async function readOwnDevicePolicies(actor: Actor): Promise<Pick<ApiPolicies, "user" | "device">> {
  demand(actor, "account.read");
  const { organizationId, userId, username } = actor;
  const held = await withOrganization(organizationId, (tx) => policiesInForce(tx, organizationId, userId));
  return { user: { id: userId, username }, device: devicePoliciesOf(held) };
}
