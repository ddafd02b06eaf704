import "server-only";
import { openSecret, sealSecret } from "@/lib/connections/secrets";

type OfWebhook = { organizationId: string; id: string };

export const sealWebhookSecret = ({ organizationId, id }: OfWebhook, secret: string) =>
  sealSecret({ organizationId, kind: "webhook", id }, secret);

type Kept = OfWebhook & {
  sealedSecret: Uint8Array;
  earlierSecret: Uint8Array | null;
  earlierUntil: Date | null;
};

/** The secrets that hold, the newest one first. */
export function webhookSecrets(kept: Kept, now: Date): string[] {
  const of = { organizationId: kept.organizationId, kind: "webhook", id: kept.id };
  const isRotating = kept.earlierSecret && kept.earlierUntil && kept.earlierUntil > now;
  return [kept.sealedSecret, ...(isRotating && kept.earlierSecret ? [kept.earlierSecret] : [])].map(
    (sealed) => openSecret(of, sealed),
  );
}
