import type { Resource } from "@/lib/scim/attribute";
import { keptObject } from "@/lib/scim/kept";
import { ROLLCALL_URI } from "@/lib/scim/schemas";

const READ_ONLY = ["schemas", "id", "meta", "groups"];
// What a person cannot be without stays as it is where nothing is said of it, and so does whether they may sign in.
const KEPT_UNSAID = ["active", "roles"];

/**
 * What a person becomes by a whole resource (RFC 7644, 3.5.1): what it does not say of the schemas that it knows goes. A
 * system that knows nothing of Rollcall's own extension takes nothing of it away.
 */
export function replaced(current: Resource, given: Resource): Resource {
  const kept = [...READ_ONLY, ...KEPT_UNSAID.filter((name) => given[name] === undefined)];
  const name = {
    ...pick(keptObject(current, "name"), ["givenName", "familyName"]),
    ...keptObject(given, "name"),
  };
  const names = given.name === undefined ? {} : { name };
  const own = given[ROLLCALL_URI] === undefined ? [ROLLCALL_URI] : [];
  return {
    ...given,
    ...pick(current, [...kept, ...own, ...(given.name === undefined ? ["name"] : [])]),
    ...names,
  };
}

const pick = (from: Resource, names: readonly string[]): Resource =>
  Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));
