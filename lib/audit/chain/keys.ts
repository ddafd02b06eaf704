import "server-only";
import { createHmac } from "node:crypto";
import type { SealKey } from "@/lib/audit/chain/seal";
import { env, required } from "@/lib/env";
import { keyOfSecret } from "@/lib/imports/passwords/seal";

/** What seals are made with: the first one. Earlier ones are for what was sealed before a secret was replaced. */
export function sealKeys(): [SealKey, ...SealKey[]] {
  const { ROLLCALL_AUDIT_SECRET, ROLLCALL_AUDIT_SECRETS_EARLIER } = env();
  const current = ROLLCALL_AUDIT_SECRET ?? required("NEXTAUTH_SECRET");
  return [keyOf(current), ...ROLLCALL_AUDIT_SECRETS_EARLIER.map(keyOf)];
}

function keyOf(secret: string): SealKey {
  const key = keyOfSecret(secret, "audit log");
  return { key, id: createHmac("sha256", key).update("name").digest("hex").slice(0, 16) };
}
