import type { Property } from "@/lib/properties/types";

/** Stands for people's groups among the ids of properties that are columns. */
export const GROUPS_COLUMN = "groups";

export const GROUPS_LABEL = "Groups";

/** A column of the list that is there because somebody chose it: of a property, or of groups where there is none. */
export type ChosenColumn = { name: string; property: Property | null };

/** The chosen columns of a view, in its order. */
export const chosenColumns = (
  ids: readonly string[] = [],
  properties: readonly Property[] = [],
): ChosenColumn[] =>
  ids.flatMap((id): ChosenColumn[] => {
    if (id === GROUPS_COLUMN) return [{ name: GROUPS_LABEL, property: null }];
    const property = properties.find((each) => each.id === id);
    return property ? [{ name: property.name, property }] : [];
  });
