import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { publicUrl } from "@/lib/env";
import { installationKey } from "@/lib/mfa/keyed-hash";
import { routes } from "@/lib/routes";

type Signed = { organizationId: string; reportId: string; until: Date };

/** What makes an address of a report one of ours (HMAC-SHA-256, RFC 2104); it ends with the file. */
export function signatureOf({ organizationId, reportId, until }: Signed): string {
  const said = JSON.stringify([organizationId, reportId, until.getTime()]);
  return createHmac("sha256", installationKey("report links")).update(said).digest("base64url");
}

export function isSigned(signed: Signed, signature: string): boolean {
  const [given, right] = [Buffer.from(signature), Buffer.from(signatureOf(signed))];
  return given.length === right.length && timingSafeEqual(given, right);
}

/** The address that a message holds. Whoever opens it has to sign in. */
export const reportLink = (org: string, signed: Signed): string =>
  publicUrl() + routes.report(org, signed.reportId, { signature: signatureOf(signed) });
