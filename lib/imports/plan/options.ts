import { matchKeyOf, type PlanOptions } from "@/lib/imports/plan/plan";
import type { MatchedColumns } from "@/lib/imports/rows/judge";
import type { ImportOptions } from "@/lib/imports/state";
import type { Actor } from "@/lib/permissions/actor";
import { lackedBy, profilesToGive, rolesToGive } from "@/lib/permissions/can";
import { ALL_PERMISSIONS } from "@/lib/permissions/permissions";
import type { Property } from "@/lib/properties/types";
import type { UserField } from "@/lib/users/fields";

/** How rows are planned: by what was chosen for the import, within what whoever prepares it may do. */
export function planOptionsOf(
  { mode = "createOnly", matchKey }: ImportOptions,
  columns: MatchedColumns,
  mandatory: readonly UserField[],
  actor: Actor | null,
  properties: readonly Property[],
): PlanOptions {
  return {
    mode,
    matchKey: matchKey ?? matchKeyOf(columns),
    mandatory,
    properties,
    reach: {
      roles: actor ? rolesToGive(actor) : [],
      profiles: actor ? profilesToGive(actor) : [],
      lacking: actor ? lackedBy(actor) : ALL_PERMISSIONS,
    },
  };
}
