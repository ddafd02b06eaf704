import type { Property } from "@/lib/properties/types";

/** Stands for people's groups among the ids of properties that are columns. */
export const GROUPS_COLUMN = "groups";

export const GROUPS_LABEL = "Groups";

/** The same of the services that people have seats of. */
export const SERVICES_COLUMN = "services";

export const SERVICES_LABEL = "Services";

/** What can be a column beside properties. */
export const RELATED_COLUMNS: readonly string[] = [GROUPS_COLUMN, SERVICES_COLUMN];

/** A column of the list that is there because somebody chose it: of a property, or of groups or services. */
export type ChosenColumn = { name: string; property: Property | null; of?: "groups" | "services" };

/** The chosen columns of a view, in its order. */
export const chosenColumns = (
  ids: readonly string[] = [],
  properties: readonly Property[] = [],
): ChosenColumn[] =>
  ids.flatMap((id): ChosenColumn[] => {
    if (id === GROUPS_COLUMN) return [{ name: GROUPS_LABEL, property: null, of: "groups" }];
    if (id === SERVICES_COLUMN) return [{ name: SERVICES_LABEL, property: null, of: "services" }];
    const property = properties.find((each) => each.id === id);
    return property ? [{ name: property.name, property }] : [];
  });
