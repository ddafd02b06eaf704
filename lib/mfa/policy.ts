import { PASSWORD_CODE_POINTS_MIN, PASSWORD_CODE_POINTS_MIN_WITH_MFA } from "@/lib/credentials/password";

/** What an organization asks beside the password. */
export const MFA_POLICIES = ["off", "optional", "required"] as const;
export type MfaPolicy = (typeof MFA_POLICIES)[number];

export const MFA_POLICY_INFO: Record<MfaPolicy, { label: string; hint: string }> = {
  off: { label: "Off", hint: "The password alone is enough for everybody, whatever they have set up." },
  optional: { label: "Optional", hint: "Whoever sets a second step up is asked for it." },
  required: { label: "Required", hint: "Everybody has to set a second step up, and is asked for it." },
};

/** For how many days somebody may put setting it up off, at most. */
export const MFA_GRACE_DAYS_MAX = 90;

/** The least length that an organization may ask of passwords (NIST SP 800-63B-4 §3.1.1.2). */
export const leastPasswordLength = (policy: MfaPolicy): number =>
  policy === "required" ? PASSWORD_CODE_POINTS_MIN_WITH_MFA : PASSWORD_CODE_POINTS_MIN;

/** Reads a policy from a row. @throws Error for a text that is none */
export function mfaPolicyOf(text: string): MfaPolicy {
  const policy = MFA_POLICIES.find((each) => each === text);
  if (!policy) throw new Error("An organization has a policy that there is not.");
  return policy;
}
