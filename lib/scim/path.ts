import {
  type Attribute,
  attributeNamed,
  extensionOf,
  ownAttributes,
  type ResourceType,
  type Schema,
} from "@/lib/scim/attribute";

/** An attribute as a filter or a path names it (RFC 7644, 3.10): `urn:…:User:manager.value`. */
export type AttributePath = { uri: string | null; name: string; sub: string | null };

/** What a path comes to: an attribute, perhaps in an extension and perhaps one of its parts; without one, all of the extension. */
export type Target = { extension: Schema | null; attribute: Attribute | null; sub: Attribute | null };

const NAME = /^[A-Za-z$][A-Za-z0-9_$-]*$/;

/** The parts of a path without brackets; null for what is none. */
export function readPath(text: string): AttributePath | null {
  const isUri = /^urn:/i.test(text);
  const at = isUri ? text.lastIndexOf(":") : -1;
  const [name = "", sub, ...rest] = text.slice(at + 1).split(".");
  if (rest.length > 0 || !NAME.test(name) || (sub !== undefined && !NAME.test(sub))) return null;
  return { uri: at < 0 ? null : text.slice(0, at), name, sub: sub ?? null };
}

/** The attribute that a path names in a kind of resource; null when there is none. */
export function targetOf(type: ResourceType, { uri, name, sub }: AttributePath): Target | null {
  const isOwn = uri === null || uri.toLowerCase() === type.schema.id.toLowerCase();
  const extension = isOwn || uri === null ? null : (extensionOf(type, uri) ?? null);
  if (!isOwn && !extension) return null;
  const attribute = attributeNamed(name, extension ? extension.attributes : ownAttributes(type));
  if (!attribute) return null;
  if (sub === null) return { extension, attribute, sub: null };
  const part = attributeNamed(sub, attribute.subAttributes);
  return part ? { extension, attribute, sub: part } : null;
}
