import "server-only";
import { groupsOfPeople } from "@/lib/groups/list-queries";
import { GROUPS_SHOWN_MAX, groupsInWords } from "@/lib/groups/listed";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { columnCells } from "@/lib/properties/list-queries";
import { servicesOfPeople } from "@/lib/services/list-queries";
import type { ChosenColumn } from "@/lib/users/columns";
import type { UserRow } from "@/lib/users/listed";

/** What the chosen columns show of some people: of each the cells in the order of the columns. */
export async function chosenCells(
  actor: Actor,
  columns: readonly ChosenColumn[],
  rows: readonly Pick<UserRow, "id" | "properties">[],
): Promise<string[][]> {
  demand(actor, "users.read");
  const properties = columns.flatMap(({ property }) => property ?? []);
  const ids = rows.map(({ id }) => id);
  const isAsked = (of: "groups" | "services") => columns.some((column) => column.of === of);
  const [values, groups, services] = await Promise.all([
    properties.length > 0 ? columnCells(actor, properties, rows) : null,
    isAsked("groups") ? groupsOfPeople(actor, ids) : null,
    isAsked("services") ? servicesOfPeople(actor, ids) : null,
  ]);
  const cellOf = ({ property, of }: ChosenColumn, id: string, index: number) => {
    if (property) return values?.[index]?.[properties.indexOf(property)] ?? "";
    return of === "services"
      ? (services?.get(id) ?? []).join(", ")
      : groupsInWords(groups?.get(id), GROUPS_SHOWN_MAX);
  };
  return rows.map(({ id }, index) => columns.map((column) => cellOf(column, id, index)));
}
