import type { Resource } from "@/lib/scim/attribute";
import { keptObject } from "@/lib/scim/kept";

/** What stands where nobody said a last name. */
const NO_LAST_NAME = "-";

type Names = { firstName: string; lastName: string };

/**
 * A person’s names. Everybody has both here, and SCIM asks for none: what is missing is taken from the whole name, the
 * name to show, or the username.
 */
export function namesFor(resource: Resource, username: string): Names {
  const { givenName, familyName, formatted } = keptObject(resource, "name");
  const said = [formatted, resource.displayName].find(
    (text) => typeof text === "string" && text.trim() !== "",
  );
  const local = username.slice(0, username.lastIndexOf("@"));
  const [first, last] = split(typeof said === "string" ? said : local.replace(/[._]+/g, " "));
  return {
    firstName: typeof givenName === "string" ? givenName : first || local,
    lastName: typeof familyName === "string" ? familyName : last || NO_LAST_NAME,
  };
}

function split(name: string): [string, string] {
  const words = name.trim().split(/\s+/);
  return [
    words.slice(0, Math.max(1, words.length - 1)).join(" "),
    words.length > 1 ? (words.at(-1) ?? "") : "",
  ];
}
