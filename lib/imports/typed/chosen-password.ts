import type { RowField } from "@/lib/imports/columns/column-field";
import "server-only";
import { isChosen } from "@/lib/credentials/password-setting";
import { isMadeOf, judgePassword } from "@/lib/credentials/password-strength";
import { credentialPolicyOf } from "@/lib/credentials/policy";
import type { TypedRows } from "@/lib/imports/typed/input";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, forbidden, ok, type Result } from "@/lib/result";

/** Typed rows as the table of a file, which may have a column of passwords. */
export type TypedTable = Omit<TypedRows, "columns" | "password"> & { columns: RowField[] };

/** Judges the password that was chosen for all rows, and puts it into each: from there on they are as a file's. */
export async function withChosenPassword(
  actor: Actor,
  { password = "", ...given }: TypedRows,
): Promise<Result<TypedTable>> {
  if (!isChosen(given.setting)) return ok(given);
  if (!can(actor, "users.credentials.issue")) return forbidden();
  const { id, name } = actor.organization;
  const nobody = { firstName: "", lastName: "", username: "", organization: name };
  const { issue } = await judgePassword(password, await credentialPolicyOf(id), nobody);
  if (issue) return fail("invalid", issue, [{ path: "password", message: issue }]);
  const known = given.rows.findIndex((cells) =>
    isMadeOf(password, {
      ...nobody,
      ...Object.fromEntries(given.columns.map((field, at) => [field, cells[at]])),
    }),
  );
  if (known >= 0) {
    const message = `Row ${known + 1} says much the same as this password. Choose one that is about nobody.`;
    return fail("invalid", message, [{ path: "password", message }]);
  }
  const width = given.columns.length;
  const rows = given.rows.map((cells) =>
    cells.length === 0 ? [] : [...Array.from({ length: width }, (_, at) => cells[at] ?? ""), password],
  );
  return ok({ ...given, columns: [...given.columns, "password"], rows });
}
