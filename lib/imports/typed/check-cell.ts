import { unguardFormula } from "@/lib/exports/csv";
import type { Role } from "@/lib/permissions/roles";
import { readRole } from "@/lib/users/choices";
import type { UserField } from "@/lib/users/fields";
import { type PlainField, readField } from "@/lib/users/read-field";
import type { FieldProblem } from "@/lib/users/reading";
import { type OrganizationDomains, usernameFor } from "@/lib/users/username";
import { readYesNo } from "@/lib/users/yes-no";

export type CellRules = OrganizationDomains & { roles: readonly Role[] };

const CLEAR = /^\s*#clear\s*$/i;

/**
 * What a browser can tell to be wrong with one cell, by the same readers that judge it on the server; null when that
 * has to see it. A blank cell is never wrong while rows are being typed.
 */
export function checkCell(text: string, field: UserField, rules: CellRules): FieldProblem | null {
  const cell = unguardFormula(text);
  if (cell.trim() === "" || CLEAR.test(cell) || field === "password" || field === "status") return null;
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
