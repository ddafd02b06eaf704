import "server-only";
import type { Transaction } from "@/lib/db";
import { BUILT_IN_KINDS, type BuiltInKind, type MessageKind } from "@/lib/messages/kinds";
import { exposesSecrets, type TemplateText } from "@/lib/messages/template/check";
import { DEFAULT_TEXTS } from "@/lib/messages/template/defaults";
import type { Values } from "@/lib/messages/template/variables";

/** What was given for a test's text, and `of` which kind it is a test where the product's own words are tested. */
export type Filled = Values & { of?: BuiltInKind };

type Written = { kind: MessageKind; templateId: string | null; filled: Filled };

/** Messages that are written from the same text have the same key. */
export const textKey = (written: Written): string => written.templateId ?? kindOf(written) ?? "";

const kindOf = ({ kind, filled }: Written) => (kind === "test" ? filled.of : kind);

/**
 * The texts that messages are written from, by their keys: those the organization saved, or the product's own. These hold
 * too where what was saved would carry a secret elsewhere, by whatever way it came to be kept.
 */
export async function readTexts(
  tx: Transaction,
  organizationId: string,
  messages: readonly Written[],
): Promise<ReadonlyMap<string, TemplateText>> {
  const ids = [...new Set(messages.flatMap(({ templateId }) => templateId ?? []))];
  const saved = await tx.messageTemplate.findMany({
    where: { organizationId, id: { in: ids } },
    select: { id: true, kind: true, subject: true, body: true, smsBody: true },
  });
  const own = messages.flatMap((message) => {
    const kind = message.templateId === null ? kindOf(message) : undefined;
    return kind && kind !== "own" ? [[kind, DEFAULT_TEXTS[kind]] as const] : [];
  });
  return new Map<string, TemplateText>([
    ...saved.map(({ id, ...text }) => [id, textToSend(text)] as const),
    ...own,
  ]);
}

/** What is sent of a kept text. */
function textToSend({ kind: kept, ...text }: TemplateText & { kind: string }): TemplateText {
  const kind = BUILT_IN_KINDS.find((each) => each === kept);
  return kind && exposesSecrets(kind, text) ? DEFAULT_TEXTS[kind] : text;
}
