import type { Role } from "@/lib/permissions/roles";
import { STATUSES, type Status } from "@/lib/users/status";

/** The people whose removal can be taken back stand beside the statuses, as a filter of their own. */
export const STATUS_FILTERS = [...STATUSES, "removed"] as const;
export type StatusFilter = Status | "removed";

/** `importId`: those whom that import has created; `groupId`: those who are in that group. */
export type UserFilter = {
  search: string;
  status: StatusFilter | null;
  role: Role | null;
  importId: string | null;
  groupId: string | null;
};

/** Whether a view leaves anybody out. */
export const hasFilter = ({ search, ...others }: UserFilter): boolean =>
  search !== "" || FILTERS.some((name) => others[name] !== null);

const FILTERS = ["status", "role", "importId", "groupId"] as const;
