import type { RowField } from "@/lib/imports/columns/column-field";
import type { Role } from "@/lib/permissions/roles";
import { isPropertyField, propertyIdOf } from "@/lib/properties/field";
import type { FieldIssue } from "@/lib/result";
import type { Choice } from "@/lib/sync/kinds";
import { fieldOfPath, type Values } from "@/lib/sync/person";
import type { UserInput } from "@/lib/users/input";
import type { UserFormValues } from "@/lib/users/user-form";

/** Reads a form as commands take it. */
export type ReadForm = (
  values: UserFormValues,
) => { ok: true; value: UserInput } | { ok: false; error: { issues?: FieldIssue[] | undefined } };

export type Difference = { field: RowField; here: string; there: string; kept: "here" | "there" };

export type PlannedPerson =
  | {
      ok: true;
      input: UserInput;
      form: UserFormValues;
      /** The fields that would be other ones than they are; of somebody new, those that have a value. */
      changed: RowField[];
      conflicts: Difference[];
      applied: Partial<Record<RowField, string>>;
      issue: string | null;
    }
  | { ok: false; issue: string; form: UserFormValues };

export type PersonHere = { form: UserFormValues; input: UserInput | null } | null;

type Given = {
  values: Values;
  here: PersonHere;
  blank: UserFormValues;
  fields: Choice["fields"];
  applied: Partial<Record<RowField, string>>;
  /** The role that the directory's groups give; null for none. */
  role: Role | null;
};

const NEEDED: readonly RowField[] = ["firstName", "lastName", "username", "accessEmail"];

/**
 * What a directory's word about one person comes to here. A field whose last word somebody else has is only filled where
 * it is blank; what cannot be read of an optional field leaves it as it is, and is said.
 */
export function planPerson(
  { values, here, blank, fields, applied, role }: Given,
  read: ReadForm,
): PlannedPerson {
  const base = here?.form ?? blank;
  const wanted: Values = {};
  const conflicts: Difference[] = [];
  for (const [field, { owner }] of Object.entries(fields) as [RowField, { owner: string }][]) {
    const value = values[field];
    if (value === undefined || (value === null && NEEDED.includes(field))) continue;
    const isFree = owner === "directory" || !here || textIn(base, field) === "";
    if (isFree) wanted[field] = value;
    else if (value !== null) conflicts.push({ field, here: textIn(base, field), there: value, kept: "here" });
  }
  for (const field of NEEDED)
    if (!here && wanted[field] === undefined && values[field]) wanted[field] = values[field];
  const given = withRole(base, here, role, applied.role);
  const first = withValues(given, wanted);
  const tried = read(first);
  const wrong = tried.ok ? [] : (tried.error.issues ?? []);
  const dropped = wrong
    .flatMap(({ path }) => fieldOfPath(path) ?? [])
    .filter((field) => here || !NEEDED.includes(field));
  for (const field of dropped) delete wanted[field];
  const form = withValues(given, wanted);
  const result = tried.ok || dropped.length === 0 ? tried : read(form);
  const words = wrong.map(({ message }) => message).join(" ");
  if (!result.ok) {
    const left = (result.error.issues ?? []).map(({ message }) => message).join(" ");
    return { ok: false, issue: left || words || "The directory’s values cannot be read.", form };
  }
  const input = result.value;
  const told = [
    ...(Object.keys(wanted) as RowField[]),
    ...(given.role === base.role && here ? [] : ["role" as const]),
  ];
  const changed = told.filter(
    (field) => textOfField(input, field) !== (here?.input ? textOfField(here.input, field) : ""),
  );
  const before = here?.input;
  if (before)
    for (const field of Object.keys(wanted) as RowField[]) {
      const now = textOfField(before, field);
      const there = textOfField(input, field);
      const isOurs = applied[field] === undefined || applied[field] === now;
      if (!isOurs && now !== there) conflicts.push({ field, here: now, there, kept: "there" });
    }
  const real = conflicts.filter(({ field, there, kept }) => kept === "there" || readsOtherwise(field, there));
  return { ok: true, input, form, changed, conflicts: real, applied: appliedNow(), issue: words || null };

  /** Whether the same text, as it is written there, would be another value. */
  function readsOtherwise(field: RowField, there: string): boolean {
    const other = read(withValues(base, { [field]: there }));
    return !other.ok || !before || textOfField(other.value, field) !== textOfField(before, field);
  }

  function appliedNow() {
    const now = Object.keys(wanted).map((field) => [field, textOfField(input, field as RowField)]);
    const roles = role ? { role } : {};
    const { role: _, ...earlier } = applied;
    return { ...earlier, ...(Object.fromEntries(now) as typeof applied), ...roles };
  }
}

/** A role that groups gave goes with them, unless somebody has given another one meanwhile. */
function withRole(
  base: UserFormValues,
  here: PersonHere,
  role: Role | null,
  applied?: string,
): UserFormValues {
  if (role) return { ...base, role };
  return here && applied !== undefined && base.role === applied ? { ...base, role: "user" } : base;
}

function withValues(base: UserFormValues, values: Values): UserFormValues {
  const form: UserFormValues = { ...base, properties: { ...base.properties } };
  for (const [field, value] of Object.entries(values) as [RowField, string | null][]) {
    const text = value ?? "";
    if (isPropertyField(field)) form.properties[propertyIdOf(field)] = text;
    else if (field === "username") {
      const at = text.lastIndexOf("@");
      form.usernameLocal = text.slice(0, at);
      form.domain = text.slice(at + 1);
    } else if (field in form) (form as unknown as Record<string, string>)[field] = text;
  }
  return form;
}

function textIn(form: UserFormValues, field: RowField): string {
  if (isPropertyField(field)) return form.properties[propertyIdOf(field)] ?? "";
  if (field === "username") return form.usernameLocal ? `${form.usernameLocal}@${form.domain}` : "";
  const value: unknown = form[field as keyof UserFormValues];
  return typeof value === "string" ? value : "";
}

/** A field of what commands take, as a text. */
export function textOfField(input: UserInput, field: RowField): string {
  if (isPropertyField(field)) return input.properties?.[propertyIdOf(field)] ?? "";
  if (field === "username") return `${input.usernameLocal}@${input.domain}`;
  const value: unknown = input[field as keyof UserInput];
  return typeof value === "string" ? value : "";
}
