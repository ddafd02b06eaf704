import "server-only";
import type { Transaction } from "@/lib/db";
import { publicUrl } from "@/lib/env";
import type { SupportRequest } from "@/lib/generated/prisma/client";
import { queueMessage } from "@/lib/messages/queue-one";
import type { Actor } from "@/lib/permissions/actor";
import { routes } from "@/lib/routes";
import type { SupportSettings } from "@/lib/support/settings";
import { URGENCY_LABELS, type Urgency } from "@/lib/support/states";

// A message carries enough to know what it is about; all of it stands behind its link.
const TOLD_MAX = 1500;
const TOLD_MAX_SMS = 100;

type Told = Pick<
  SupportRequest,
  "organizationId" | "id" | "number" | "kind" | "urgency" | "way" | "words" | "context"
>;

/** Tells of a request where the settings say for the way that it came by; nobody where they name no address. */
export async function tellSupport(
  tx: Transaction,
  actor: Actor,
  request: Told,
  settings: SupportSettings,
): Promise<void> {
  const { organizationId } = request;
  const isOnCall = request.way === "onCall";
  const filled = {
    ...aboutOf(request, actor.organization.slug),
    organization: actor.organization.name,
    asker: `${actor.name} (${actor.username})`,
    requestFrom: fromInWords(request.context),
  };
  const to = { organizationId, userId: null, kind: "supportRequest" as const };
  const address = isOnCall ? settings.onCallEmail : settings.email;
  if (address)
    await queueMessage(tx, {
      ...to,
      address,
      method: "email",
      filled: { ...filled, requestWords: cut(request.words, TOLD_MAX) },
    });
  if (isOnCall && settings.onCallPhone)
    await queueMessage(tx, {
      ...to,
      address: settings.onCallPhone,
      method: "sms",
      filled: { ...filled, requestWords: cut(request.words, TOLD_MAX_SMS) },
    });
}

/** Tells whoever asked what was answered, or what became of their request. */
export async function tellAsker(tx: Transaction, request: SupportRequest, words: string): Promise<void> {
  const { organizationId, userId } = request;
  const user = await tx.user.findUniqueOrThrow({
    where: { organizationId_id: { organizationId, id: userId } },
    select: { accessEmail: true },
  });
  const { slug } = await tx.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { slug: true },
  });
  await queueMessage(tx, {
    organizationId,
    userId,
    kind: "supportReply",
    address: user.accessEmail,
    filled: { ...aboutOf(request, slug), requestWords: cut(words, TOLD_MAX) },
  });
}

const aboutOf = ({ id, number, kind, urgency }: Told, slug: string) => ({
  requestNumber: String(number),
  requestAbout: urgency === "normal" ? kind : `${kind}, ${URGENCY_LABELS[urgency as Urgency].toLowerCase()}`,
  requestLink: publicUrl() + routes.supportRequest(slug, id),
});

const cut = (text: string, max: number) => {
  const letters = Array.from(text);
  return letters.length > max ? `${letters.slice(0, max - 1).join("")}…` : text;
};

/** The context of a request as a line. */
export function fromInWords(context: unknown): string {
  const { from, device } = (typeof context === "object" && context ? context : {}) as Record<string, unknown>;
  return [from, device].filter((part) => typeof part === "string" && part !== "").join(", ");
}
