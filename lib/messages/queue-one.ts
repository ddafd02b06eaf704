import "server-only";
import type { Transaction } from "@/lib/db";
import { newId } from "@/lib/ids";
import { KIND_INFO, type TemplateKind } from "@/lib/messages/kinds";
import { sendSoon } from "@/lib/messages/queue";
import { type SealedCode, sealValues } from "@/lib/messages/sealed";
import type { Values } from "@/lib/messages/template/variables";

type Given = {
  organizationId: string;
  /** Null for a request that goes to an address of the organization. */
  userId: string | null;
  kind: Exclude<TemplateKind, "own">;
  /** The person's access email, or phone; where an email is another one by the time it is sent, it goes there. */
  address: string;
  /** One that somebody chose for them: it waits sealed, and only until the message is sent. */
  password?: string;
  /** By e-mail, where its kind can go by it, unless this says otherwise. */
  method?: "email" | "sms";
  /** What its text tells beside the person's own data. */
  filled?: Values;
  /** One for signing in, by SMS; it waits sealed too. */
  code?: SealedCode;
};

/** Queues a message to one person. It goes out if and only if the caller's transaction commits. */
export async function queueMessage(
  tx: Transaction,
  { organizationId, userId, kind, address, password, method, filled, code }: Given,
): Promise<void> {
  const id = newId();
  const template = await tx.messageTemplate.findFirst({
    where: { organizationId, kind, replacedAt: null },
    select: { id: true },
  });
  const secret = password === undefined ? code : { password };
  const sealed = secret === undefined ? {} : { sealed: sealValues(id, secret) };
  await tx.message.create({
    data: {
      organizationId,
      id,
      userId,
      kind,
      method: method ?? (KIND_INFO[kind].methods.includes("email") ? "email" : "sms"),
      address,
      templateId: template?.id ?? null,
      ...(filled ? { filled } : {}),
      ...sealed,
    },
    select: { id: true },
  });
  await sendSoon(tx, organizationId);
}
