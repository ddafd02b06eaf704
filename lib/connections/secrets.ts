import "server-only";
import { env, required } from "@/lib/env";
import { keyOfSecret, seal, unseal } from "@/lib/imports/passwords/seal";

/** What a sealed secret is about: it opens for this thing of this organization, and for nothing else. */
export type SecretOf = {
  organizationId: string;
  /** What kind of thing has it, such as "scim connection". */
  kind: string;
  id: string;
};

/** Encrypts what an organization gave us to speak with another system: a client secret, a private key, a bind password. */
export const sealSecret = (of: SecretOf, clear: string): Uint8Array<ArrayBuffer> =>
  seal(keyOf(secrets()[0]), new TextEncoder().encode(clear), about(of));

/**
 * Decrypts what `sealSecret` made, with the installation's secret of today or an earlier one.
 * @throws Error when none of them opens it, or when it is about something else
 */
export function openSecret(of: SecretOf, sealed: Uint8Array): string {
  for (const secret of secrets()) {
    const clear = opened(secret, of, sealed);
    if (clear) return new TextDecoder().decode(clear);
  }
  throw new Error("A connection’s secret cannot be opened. Has ROLLCALL_CONNECTIONS_SECRET been replaced?");
}

/** Whether it would be sealed otherwise today, as after the installation's secret was replaced. */
export const isSealedWithEarlier = (of: SecretOf, sealed: Uint8Array): boolean =>
  opened(secrets()[0], of, sealed) === null;

function opened(secret: string, of: SecretOf, sealed: Uint8Array): Uint8Array | null {
  try {
    return unseal(keyOf(secret), sealed, about(of));
  } catch {
    return null;
  }
}

function secrets(): [string, ...string[]] {
  const { ROLLCALL_CONNECTIONS_SECRET, ROLLCALL_CONNECTIONS_SECRETS_EARLIER } = env();
  return [
    ROLLCALL_CONNECTIONS_SECRET ?? required("NEXTAUTH_SECRET"),
    ...ROLLCALL_CONNECTIONS_SECRETS_EARLIER,
  ];
}

const keyOf = (secret: string) => keyOfSecret(secret, "connections");

const about = ({ organizationId, kind, id }: SecretOf) => `${kind} ${organizationId} ${id}`;
