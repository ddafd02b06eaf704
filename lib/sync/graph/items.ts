import type { Attributes, SourceItem } from "@/lib/sync/source";
import { AskLater } from "@/lib/sync/source";

type Entity = Record<string, unknown> & { id: string };

export type GraphPage = { items: SourceItem[]; next: string | null; delta: string | null };

/**
 * Reads a page of a delta query: `value`, and one of `@odata.nextLink` and `@odata.deltaLink`. One that has neither, or
 * both, has broken off on its way.
 */
export function readPage(body: unknown, kind: "person" | "group"): GraphPage {
  const page = (body ?? {}) as Record<string, unknown>;
  const next = page["@odata.nextLink"];
  const delta = page["@odata.deltaLink"];
  const { value } = page;
  if (!Array.isArray(value) || (typeof next === "string") === (typeof delta === "string"))
    throw new AskLater("The directory’s answer is not whole.");
  const items = (value as unknown[]).map((each) => {
    if (!isEntity(each)) throw new AskLater("The directory’s answer is not whole.");
    return kind === "person" ? personOf(each) : groupOf(each);
  });
  return {
    items,
    next: typeof next === "string" ? next : null,
    delta: typeof delta === "string" ? delta : null,
  };
}

export const isEntity = (value: unknown): value is Entity =>
  typeof value === "object" && value !== null && typeof (value as Entity).id === "string";

const isRemoved = (entity: Entity): boolean => "@removed" in entity;

const personOf = (entity: Entity): SourceItem =>
  isRemoved(entity)
    ? { kind: "person", id: entity.id, isRemoved: true }
    : { kind: "person", id: entity.id, attributes: attributesOf(entity) };

function groupOf(entity: Entity): SourceItem {
  if (isRemoved(entity)) return { kind: "group", id: entity.id, isRemoved: true };
  const { displayName, "members@delta": members } = entity;
  return {
    kind: "group",
    id: entity.id,
    ...(typeof displayName === "string" ? { name: displayName } : {}),
    ...(Array.isArray(members)
      ? { members: members.filter(isEntity).map((each) => ({ id: each.id, isRemoved: isRemoved(each) })) }
      : {}),
  };
}

/** Attributes as texts; of several the first, as of telephone numbers. What is not there is not said. */
export function attributesOf(entity: Entity): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(entity)) {
    if (name === "id" || name.startsWith("@")) continue;
    const one: unknown = Array.isArray(value) ? (value[0] ?? null) : value;
    if (one === null) attributes[name] = null;
    else if (typeof one === "string" || typeof one === "number" || typeof one === "boolean")
      attributes[name] = String(one);
  }
  return attributes;
}
