import { extensionOf, type ResourceType, type Schema } from "@/lib/scim/attribute";
import { type Bound, bindElements, type Place } from "@/lib/scim/bind";
import { parseBrackets } from "@/lib/scim/filter";
import { readPath, targetOf } from "@/lib/scim/path";
import { badRequest } from "@/lib/scim/refusal";

/** What an operation is about: an attribute, some of its values, a part of it; or all of an extension. */
export type PatchTarget = { place: Place; only: Bound | null } | { whole: Schema };

/** Reads the path of an operation (RFC 7644, 3.5.2). @throws Refusal `invalidPath`, `invalidFilter` within brackets */
export function readPatchPath(type: ResourceType, given: string): PatchTarget {
  const text = given.trim();
  const whole = extensionOf(type, text);
  if (whole) return { whole };
  const bracket = text.indexOf("[");
  const path = readPath(bracket < 0 ? text : text.slice(0, bracket));
  const target = path && targetOf(type, path);
  if (!target?.attribute) throw unknown(text);
  const place = { ...target, attribute: target.attribute };
  if (bracket < 0) return { place, only: null };
  if (!place.attribute.multiValued || place.sub) throw unknown(text);
  const { filter, rest } = parseBrackets(text.slice(bracket + 1));
  const only = bindElements(filter, place.attribute);
  if (rest === "") return { place, only };
  const sub = rest.startsWith(".") && path ? targetOf(type, { ...path, sub: rest.slice(1) }) : null;
  if (!sub?.sub) throw unknown(text);
  return { place: { ...place, sub: sub.sub }, only };
}

const unknown = (text: string) => badRequest("invalidPath", `There is no attribute “${text.slice(0, 200)}”.`);
