import { withOrganization } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { POLICIES, type PolicyKey, type PolicyValues } from "@/lib/policies/catalogue";
import { setPolicy } from "@/lib/policies/commands";
import { organizationPolicies } from "@/lib/policies/in-force";
import { listPolicies, listUserPolicies } from "@/lib/policies/queries";
import { NO_STAMP, setUserPolicy } from "@/lib/policies/user-commands";
import { stampOf } from "@/lib/policies/value";
import { unwrap } from "@/tests/support/product-people";

/** A policy of the actor's organization, as its page has it. */
export async function policyOf(actor: Actor, key: PolicyKey) {
  const found = (await listPolicies(actor)).find((each) => each.key === key);
  if (!found) throw new Error(`There is no policy ${key}.`);
  return found;
}

/** The same of a person. */
export async function userPolicyOf(actor: Actor, userId: string, key: PolicyKey) {
  const found = (await listUserPolicies(actor, userId))?.find((each) => each.key === key);
  if (!found) throw new Error(`There is no policy ${key} of that person.`);
  return found;
}

/** Says what holds in the organization, as somebody does who has just looked, whether they may or not. */
export async function trySay<Key extends PolicyKey>(actor: Actor, key: Key, value: PolicyValues[Key]) {
  const { id } = actor.organization;
  const held = await withOrganization(id, (tx) => organizationPolicies(tx, id));
  return setPolicy(actor, { key, value, stamp: stampOf(held[key]) });
}

/** The same of somebody who may. */
export async function say<Key extends PolicyKey>(actor: Actor, key: Key, value: PolicyValues[Key]) {
  unwrap(await trySay(actor, key, value));
}

/** The same for a person; `undefined` for as everybody. */
export async function sayOf<Key extends PolicyKey>(
  actor: Actor,
  { id }: { id: string },
  key: Key,
  value: PolicyValues[Key] | undefined,
) {
  const stamp = POLICIES[key].mayDiffer ? (await userPolicyOf(actor, id, key)).stamp : NO_STAMP;
  const isInherited = value === undefined;
  unwrap(await setUserPolicy(actor, id, { key, value: value ?? null, stamp, isInherited }));
}
