import type { Role } from "@/lib/permissions/roles";
import type { PropertyValues } from "@/lib/properties/types";
import { STATUSES, type Status } from "@/lib/users/status";

/** The people whose removal can be taken back stand beside the statuses, as a filter of their own. */
export const STATUS_FILTERS = [...STATUSES, "removed"] as const;
export type StatusFilter = Status | "removed";

/** How many properties one view filters by. */
export const FILTERS_MAX = 10;

/**
 * `importId`: those whom that import has created; `groupId`: those who are in that group; `serviceId`: those who have a
 * seat of that service, left out where there is none.
 */
export type UserFilter = {
  search: string;
  status: StatusFilter | null;
  role: Role | null;
  importId: string | null;
  groupId: string | null;
  serviceId?: string | null;
  /** Values of properties, by the property's id, that those have who are shown; left out where there is none. */
  properties?: PropertyValues;
};

/** Everybody who has not been removed. */
export const NO_FILTER: UserFilter = { search: "", status: null, role: null, importId: null, groupId: null };

/** Whether a view leaves anybody out. */
export const hasFilter = ({ search, properties = {}, serviceId = null, ...others }: UserFilter): boolean =>
  search !== "" ||
  serviceId !== null ||
  FILTERS.some((name) => others[name] !== null) ||
  Object.keys(properties).length > 0;

const FILTERS = ["status", "role", "importId", "groupId"] as const;
