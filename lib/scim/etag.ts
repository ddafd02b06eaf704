import type { Resource } from "@/lib/scim/attribute";
import { isObject } from "@/lib/scim/canonical";

/** A resource's version as its meta has it. */
export const versionIn = ({ meta }: Resource): string | null =>
  isObject(meta) && typeof meta.version === "string" ? meta.version : null;

const bare = (tag: string) => tag.trim().replace(/^W\//, "");

/**
 * Whether a resource is among the versions of an `If-Match` or `If-None-Match` header (RFC 9110, 13.1), weakly compared, as
 * its own is weak; without a header, true.
 */
export function isMatch(header: string | null, resource: Resource): boolean {
  if (header === null || header.trim() === "*") return true;
  const version = bare(versionIn(resource) ?? "");
  return header.split(",").some((tag) => bare(tag) === version);
}
