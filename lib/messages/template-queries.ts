import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { type Transaction, withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import { BUILT_IN_KINDS, type BuiltInKind, KIND_INFO, type TemplateKind } from "@/lib/messages/kinds";
import type { TemplateText } from "@/lib/messages/template/check";
import { DEFAULT_TEXTS } from "@/lib/messages/template/defaults";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

/**
 * A template as it is now. `key` names it in addresses: its kind, or the id of one of the organization's own. `id` is the
 * saved text's, and null where the product's own words hold.
 */
export type Template = TemplateText & {
  key: string;
  id: string | null;
  kind: TemplateKind;
  name: string;
  /** Who wrote it and when, where it is not the product's own. */
  savedBy: string | null;
  savedAt: Date | null;
};

/** The organization's templates: each built-in kind, then its own by name. */
export function listTemplates(actor: Actor): Promise<Template[]> {
  demand(actor, "messages.read", "messages.send");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const saved = (
      await tx.messageTemplate.findMany({
        where: { organizationId, replacedAt: null },
        orderBy: [{ name: "asc" }, { id: "asc" }],
      })
    ).map(templateOf);
    const builtIn = BUILT_IN_KINDS.map((kind) => saved.find((each) => each.kind === kind) ?? defaultOf(kind));
    return [...builtIn, ...saved.filter(({ kind }) => kind === "own")];
  });
}

/** One template by its key; null when there is none. */
export function findTemplate(actor: Actor, key: string): Promise<Template | null> {
  demand(actor, "messages.read", "messages.send");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, (tx) => readTemplate(tx, organizationId, key));
}

/** The same within a transaction. */
export async function readTemplate(
  tx: Transaction,
  organizationId: string,
  key: string,
): Promise<Template | null> {
  const kind = BUILT_IN_KINDS.find((each) => each === key);
  if (!kind && !isId(key)) return null;
  const saved = await tx.messageTemplate.findFirst({
    where: { organizationId, replacedAt: null, ...(kind ? { kind } : { id: key, kind: "own" }) },
  });
  if (saved) return templateOf(saved);
  return kind ? defaultOf(kind) : null;
}

const defaultOf = (kind: BuiltInKind): Template => ({
  key: kind,
  id: null,
  kind,
  name: KIND_INFO[kind].label,
  ...DEFAULT_TEXTS[kind],
  savedBy: null,
  savedAt: null,
});

type Row = NonNullable<Awaited<ReturnType<Transaction["messageTemplate"]["findFirst"]>>>;

function templateOf({ id, kind: kept, name, subject, body, smsBody, madeBy, createdAt }: Row): Template {
  const kind = BUILT_IN_KINDS.find((each) => each === kept) ?? "own";
  const key = kind === "own" ? id : kind;
  return { key, id, kind, name, subject, body, smsBody, savedBy: storedName(madeBy), savedAt: createdAt };
}
