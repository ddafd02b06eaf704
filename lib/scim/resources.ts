import "server-only";
import { can } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";
import { LIST_URI, type Reply } from "@/lib/scim/answer";
import type { Resource, ResourceType } from "@/lib/scim/attribute";
import { canonicalResource, isObject } from "@/lib/scim/canonical";
import type { Context } from "@/lib/scim/context";
import { isMatch, versionIn } from "@/lib/scim/etag";
import { changeScimGroup, createScimGroup, removeScimGroup } from "@/lib/scim/group-commands";
import { findScimGroup, listScimGroups } from "@/lib/scim/group-queries";
import { patched, readOperations } from "@/lib/scim/patch";
import { type Asked, isAsked, projected, queryFor } from "@/lib/scim/query";
import { badRequest } from "@/lib/scim/refusal";
import { replaced } from "@/lib/scim/replace";
import { absent, changeScimUser, createScimUser, notAllowed, removeScimUser } from "@/lib/scim/user-commands";
import { findScimUser, listScimUsers, type Page } from "@/lib/scim/user-queries";

/** What a request about one resource carries beside the resource. */
export type Terms = {
  asked: Pick<Asked, "attributes" | "excludedAttributes">;
  ifMatch: string | null;
  ifNoneMatch: string | null;
};

const READ: Record<ResourceType["name"], Permission> = { User: "users.read", Group: "groups.read" };

/** @throws Refusal unless whoever made the connection may see such resources */
function demandReading({ connection }: Context, type: ResourceType): void {
  if (!can(connection.actor, READ[type.name])) throw notAllowed();
}

const shown = (type: ResourceType, resource: Resource, { asked }: Terms, status = 200): Reply => {
  const version = versionIn(resource);
  const location = isObject(resource.meta) ? String(resource.meta.location) : "";
  return {
    status,
    body: projected(type, resource, asked),
    headers: {
      ...(version ? { etag: version } : {}),
      ...(status === 201 ? { location } : { "content-location": location }),
    },
  };
};

export async function readResource(
  context: Context,
  type: ResourceType,
  id: string,
  terms: Terms,
): Promise<Reply> {
  demandReading(context, type);
  const found =
    type.name === "User"
      ? await findScimUser(context, id)
      : await findScimGroup(context, id, isAsked(type, "members", terms.asked));
  if (!found) throw absent(type.name, id);
  if (terms.ifNoneMatch !== null && isMatch(terms.ifNoneMatch, found))
    return { status: 304, headers: { etag: versionIn(found) ?? "" } };
  return shown(type, found, terms);
}

export async function listResources(
  context: Context,
  types: readonly ResourceType[],
  asked: Asked,
): Promise<Reply> {
  for (const type of types) demandReading(context, type);
  const isOne = types.length === 1;
  let total = 0;
  const resources: Resource[] = [];
  for (const type of types) {
    const query = queryFor(type, asked, isOne);
    const offset = Math.max(0, asked.startIndex - 1 - total);
    const limit = asked.count - resources.length;
    const page: Page =
      type.name === "User"
        ? await listScimUsers(context, query, offset, limit)
        : await listScimGroups(context, query, offset, limit);
    total += page.total;
    resources.push(...page.resources.map((resource) => projected(type, resource, asked)));
  }
  const body = {
    schemas: [LIST_URI],
    totalResults: total,
    startIndex: asked.startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
  return { status: 200, body };
}

export async function createResource(
  context: Context,
  type: ResourceType,
  body: unknown,
  terms: Terms,
): Promise<Reply> {
  const resource = wholeOf(type, body);
  const made = await (type.name === "User"
    ? createScimUser(context, resource)
    : createScimGroup(context, resource));
  return shown(type, made, terms, 201);
}

export async function replaceResource(
  context: Context,
  type: ResourceType,
  id: string,
  body: unknown,
  terms: Terms,
): Promise<Reply> {
  const given = wholeOf(type, body);
  const { ifMatch } = terms;
  const withMembers = isAsked(type, "members", terms.asked);
  const next =
    type.name === "User"
      ? await changeScimUser(context, id, (current) => replaced(current, given), ifMatch)
      : await changeScimGroup(context, id, { resource: given }, { ifMatch, withMembers });
  return shown(type, next, terms);
}

export async function patchResource(
  context: Context,
  type: ResourceType,
  id: string,
  body: unknown,
  terms: Terms,
): Promise<Reply> {
  const { ifMatch } = terms;
  if (type.name === "User") {
    // Read once without the person, so that what nobody could carry out is refused whoever it is for.
    readOperations(type, body, { id });
    const next = await changeScimUser(
      context,
      id,
      (current) => patched(current, readOperations(type, body, current)),
      ifMatch,
    );
    return shown(type, next, terms);
  }
  const operations = readOperations(type, body, { id });
  const withMembers = terms.asked.attributes.length > 0 && isAsked(type, "members", terms.asked);
  const next = await changeScimGroup(context, id, { operations }, { ifMatch, withMembers });
  // A group may have a hundred thousand members: whoever wants to see them asks for them.
  if (terms.asked.attributes.length === 0) return { status: 204, headers: { etag: versionIn(next) ?? "" } };
  return shown(type, next, terms);
}

export async function removeResource(
  context: Context,
  type: ResourceType,
  id: string,
  { ifMatch }: Terms,
): Promise<Reply> {
  await (type.name === "User" ? removeScimUser(context, id, ifMatch) : removeScimGroup(context, id, ifMatch));
  return { status: 204 };
}

/** A body that is a whole resource of a kind. @throws Refusal */
function wholeOf(type: ResourceType, body: unknown): Resource {
  if (!isObject(body)) throw badRequest("invalidSyntax", "Send the resource as a JSON object.");
  const schemas = Object.entries(body).find(([key]) => key.toLowerCase() === "schemas")?.[1];
  const names = Array.isArray(schemas) ? schemas : [];
  if (!names.some((each) => String(each).toLowerCase() === type.schema.id.toLowerCase()))
    throw badRequest("invalidValue", `“schemas” of a ${type.name} has “${type.schema.id}” in it.`);
  const resource = canonicalResource(type, body);
  const required = type.schema.attributes.find((each) => each.required && resource[each.name] === undefined);
  if (required) throw badRequest("invalidValue", `“${required.name}” is required.`);
  return resource;
}
