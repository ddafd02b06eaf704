import { createHash } from "node:crypto";
import type { Versions } from "@/lib/rest/operation";

const HASH_CHARACTERS = 22;

/**
 * The tag of an answer (RFC 9110, 8.8.3): the version of the row that a change is compared with, where there is one, and
 * a hash of what is answered, which other things move too.
 */
export function tagOf(text: string, version?: number): string {
  const hash = createHash("sha256").update(text).digest("base64url").slice(0, HASH_CHARACTERS);
  return version === undefined ? `"${hash}"` : `"${version}-${hash}"`;
}

/** Whether `If-None-Match` names a tag, compared weakly (RFC 9110, 13.1.2). */
export function isNamed(header: string | null, tag: string): boolean {
  if (header === null) return false;
  const named = header.split(",").map((each) => each.trim().replace(/^W\//, ""));
  return named.includes("*") || named.includes(tag);
}

/** The versions that `If-Match` names; null where it cannot be read. A weak tag matches nothing (RFC 9110, 13.1.1). */
export function readVersions(header: string): Versions | null {
  if (header.trim() === "*") return "any";
  const tags = header.split(",").map((each) => each.trim());
  if (!tags.every((tag) => /^(W\/)?"[\x21\x23-\x7e]*"$/.test(tag))) return null;
  return tags.flatMap((tag) => {
    const version = /^"(\d{1,9})(?:-[\w-]+)?"$/.exec(tag)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}

/** Whether what was named is there now. */
export const isThere = (versions: Versions | null, version: number): boolean =>
  versions === null || versions === "any" || versions.includes(version);
