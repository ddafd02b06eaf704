import { leastPasswordLength } from "@/lib/mfa/policy";
import {
  DIFFERING,
  POLICIES,
  POLICY_KEYS,
  type PolicyKey,
  type PolicyValues,
} from "@/lib/policies/catalogue";
import { readPolicy } from "@/lib/policies/value";

/** A value that is otherwise for one person, with who said so and when. */
export type OwnPolicy<Key extends PolicyKey = PolicyKey> = { value: PolicyValues[Key]; at: Date; by: string };
export type OwnPolicies = { [Key in PolicyKey]?: OwnPolicy<Key> };

/** An organization's policies as its row keeps them. What a later release wrote there counts as absent. */
export function policiesOfOrganization(row: Readonly<Record<string, unknown>>): PolicyValues {
  const kept = objectOf(row.policies);
  const values = POLICY_KEYS.map((key) => {
    const { isColumn, usual } = POLICIES[key];
    const found = readPolicy(key, isColumn ? row[key] : kept[key]);
    return [key, found.ok ? found.value : usual];
  });
  return Object.fromEntries(values) as PolicyValues;
}

/** What a person's row keeps of policies that are otherwise for them. */
export function ownPolicies(kept: unknown): OwnPolicies {
  const all = objectOf(kept);
  const found = DIFFERING.flatMap((key) => {
    if (!Object.hasOwn(all, key)) return [];
    const { value, at, by } = objectOf(all[key]);
    const reading = readPolicy(key, value);
    return reading.ok ? [[key, { value: reading.value, at: new Date(String(at)), by: String(by) }]] : [];
  });
  return Object.fromEntries(found) as OwnPolicies;
}

/**
 * What holds for a person: their own value where there is one, and the organization's. Fewer characters than 15 are
 * enough of a password only for whom a second step is required, whichever of the two changed last.
 */
export function policiesHeld(organization: PolicyValues, own: OwnPolicies): PolicyValues {
  const values = POLICY_KEYS.map((key) => [key, (own[key] ?? { value: organization[key] }).value]);
  const held = Object.fromEntries(values) as PolicyValues;
  const lengthMin = leastPasswordLength(held.mfaPolicy);
  return { ...held, passwordLengthMin: Math.max(held.passwordLengthMin, lengthMin) };
}

/** The policy that makes another one stricter than was said, as above; null where what was said holds. */
export const raiserOf = <Key extends PolicyKey>(
  key: Key,
  said: PolicyValues[Key],
  inForce: PolicyValues[Key],
): PolicyKey | null => (key === "passwordLengthMin" && Number(said) < Number(inForce) ? "mfaPolicy" : null);

/** The columns of `organizations` that policies are read from, for a query. */
export const POLICY_COLUMNS = {
  passwordLengthMin: true,
  invitationDays: true,
  lockAttempts: true,
  lockMinutes: true,
  mfaPolicy: true,
  mfaGraceDays: true,
  allowedNetworks: true,
  signInAlerts: true,
  sessionIdleMinutes: true,
  sessionHours: true,
  ownFields: true,
  policies: true,
} as const;

const objectOf = (given: unknown): Record<string, unknown> =>
  typeof given === "object" && given !== null ? (given as Record<string, unknown>) : {};
