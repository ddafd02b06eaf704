import { unguardFormula } from "@/lib/exports/csv";
import { EXTENSION_FIELD, type RowField } from "@/lib/imports/columns/column-field";
import type { Role } from "@/lib/permissions/roles";
import { isPropertyField, propertyIdOf } from "@/lib/properties/field";
import { readProperty } from "@/lib/properties/read";
import type { Property } from "@/lib/properties/types";
import { readExtensionCell } from "@/lib/telephony/cell";
import { readRole } from "@/lib/users/choices";
import { type PlainField, readField } from "@/lib/users/read-field";
import type { FieldProblem } from "@/lib/users/reading";
import { type OrganizationDomains, usernameFor } from "@/lib/users/username";
import { readYesNo } from "@/lib/users/yes-no";

export type CellRules = OrganizationDomains & {
  roles: readonly Role[];
  /** What the organization keeps of its people beyond the fields that everybody has. */
  properties?: readonly Property[];
};

const CLEAR = /^\s*#clear\s*$/i;

/**
 * What a browser can tell to be wrong with one cell, by the same readers that judge it on the server; null when that
 * has to see it. A blank cell is never wrong while rows are being typed.
 */
export function checkCell(text: string, field: RowField, rules: CellRules): FieldProblem | null {
  const cell = unguardFormula(text);
  if (cell.trim() === "" || CLEAR.test(cell) || field === "password" || field === "status") return null;
  if (field === EXTENSION_FIELD) {
    const reading = readExtensionCell(cell);
    return reading.ok ? null : reading.problem;
  }
  if (isPropertyField(field)) {
    const property = rules.properties?.find(({ id }) => id === propertyIdOf(field));
    const reading = property && readProperty(cell, property);
    return !reading || reading.ok ? null : reading.problem;
  }
  const reading =
    field === "username"
      ? usernameFor({ username: cell }, rules)
      : field === "role"
        ? readRole(cell, rules.roles)
        : field === "inAddressBook"
          ? readYesNo(cell, field)
          : readField(cell, field satisfies PlainField);
  return reading.ok ? null : reading.problem;
}
