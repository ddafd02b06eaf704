import "server-only";
import { withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";
import { namesOfPeople, peopleNamed, textsOfPeople } from "@/lib/properties/people";
import { shownUserProperties } from "@/lib/properties/queries";
import { readProperty } from "@/lib/properties/read";
import type { Property, PropertyValues } from "@/lib/properties/types";
import { valueInWords } from "@/lib/properties/words";
import { GROUPS_COLUMN, SERVICES_COLUMN } from "@/lib/users/columns";
import type { UserListQuery } from "@/lib/users/list";

/**
 * A view of the list by the properties that there are: their values read as people write them, and what names none left
 * out; so is the column of groups for whoever may not see them. A value that the property cannot have finds nobody. `texts` are the values as people write them.
 */
export async function knownQuery<Query extends Pick<UserListQuery, "properties" | "columns">>(
  actor: Actor,
  asked: Query,
  readFor: typeof shownUserProperties = shownUserProperties,
): Promise<{ query: Query; properties: Property[]; texts: PropertyValues }> {
  const { properties: texts = {}, columns = [], ...rest } = asked;
  const properties = await readFor(actor, [...Object.keys(texts), ...columns.filter(isId)]);
  const known = properties.filter(({ id }) => texts[id] !== undefined);
  const people = textsOfPeople(texts, known);
  const { id: organizationId } = actor.organization;
  const findPerson =
    people.length > 0
      ? await withOrganization(organizationId, (tx) => peopleNamed(tx, organizationId, people))
      : undefined;
  const values = known.map((property): [string, string] => {
    const text = texts[property.id] ?? "";
    const reading = readProperty(text, property, findPerson ? { findPerson } : {});
    return [property.id, (reading.ok && reading.value) || text];
  });
  const mayShow = (id: string) =>
    id === GROUPS_COLUMN
      ? can(actor, "groups.read")
      : id === SERVICES_COLUMN
        ? can(actor, "services.read")
        : properties.some((property) => property.id === id);
  const shown = columns.filter(mayShow);
  const query = {
    ...rest,
    ...(values.length > 0 ? { properties: Object.fromEntries(values) } : {}),
    ...(shown.length > 0 ? { columns: shown } : {}),
  } as Query;
  return { query, properties, texts: await asWritten(actor, known, Object.fromEntries(values)) };
}

/** Values as somebody would write them into a filter: of a person their username. */
async function asWritten(
  actor: Actor,
  properties: readonly Property[],
  values: PropertyValues,
): Promise<PropertyValues> {
  if (!properties.some(({ type }) => type === "person")) return values;
  const { id: organizationId } = actor.organization;
  const people = await withOrganization(organizationId, (tx) =>
    namesOfPeople(tx, organizationId, properties, [values]),
  );
  const texts = properties.map(({ id }) => [id, people.get(values[id] ?? "")?.username ?? values[id] ?? ""]);
  return Object.fromEntries(texts);
}

/** What columns of properties show of some people: of each the values in the order of the columns. */
export async function columnCells(
  actor: Actor,
  columns: readonly Property[],
  rows: readonly { properties?: PropertyValues }[],
): Promise<string[][]> {
  demand(actor, "users.read");
  const { id: organizationId } = actor.organization;
  const all = rows.map(({ properties = {} }) => properties);
  const people = columns.some(({ type }) => type === "person")
    ? await withOrganization(organizationId, (tx) => namesOfPeople(tx, organizationId, columns, all))
    : undefined;
  return all.map((values) => columns.map((column) => valueInWords(values[column.id], column, people)));
}
