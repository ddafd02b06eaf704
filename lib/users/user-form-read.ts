import type { CountryCode } from "libphonenumber-js/max";
import { readProperties } from "@/lib/properties/read";
import type { Property } from "@/lib/properties/types";
import { type FieldIssue, invalidFields, ok, type Result } from "@/lib/result";
import { USER_FIELDS, type UserField } from "@/lib/users/fields";
import type { UserInput } from "@/lib/users/input";
import type { PlainField } from "@/lib/users/read-field";
import { readFieldInFull, userServerSchema } from "@/lib/users/schema-server";
import type { UserFormValues } from "@/lib/users/user-form";

/** What is wrong with a field; `suggestion` is a text that would be right in its place. */
export type UserFormIssue = FieldIssue & { suggestion?: string };

/** What of an organization's settings decides how a form is read. `defaultCountry` is ISO 3166-1 alpha-2. */
export type UserFormSettings = {
  mandatoryFields: readonly string[];
  defaultCountry: string | null;
  properties?: readonly Property[];
};

/** Reads a form as the values that commands take, or says all that is wrong with it. */
export function readUserForm(values: UserFormValues, settings: UserFormSettings): Result<UserInput> {
  const defaultCountry = (settings.defaultCountry as CountryCode | null) ?? undefined;
  const schema = userServerSchema({ mandatory: mandatoryOf(settings), defaultCountry });
  const parsed = schema.safeParse(values);
  const own = readProperties(values.properties, settings.properties ?? [], {});
  if (parsed.success && own.issues.length === 0) return ok({ ...parsed.data, properties: own.values });
  const issues = (parsed.error?.issues ?? []).map(({ path, message }): UserFormIssue => {
    const field = path.join(".");
    const suggestion = isPlain(field) ? suggestionFor(values[field], field, defaultCountry) : undefined;
    return suggestion ? { path: field, message, suggestion } : { path: field, message };
  });
  return invalidFields([...issues, ...own.issues]);
}

/** The fields that an organization asks for, as far as there are such fields. */
export function mandatoryOf({ mandatoryFields }: Pick<UserFormSettings, "mandatoryFields">): UserField[] {
  return USER_FIELDS.filter((field) => mandatoryFields.includes(field));
}

const NOT_PLAIN: readonly UserField[] = ["username", "password", "inAddressBook", "role", "status"];

const isPlain = (field: string): field is PlainField =>
  USER_FIELDS.some((known) => known === field && !NOT_PLAIN.includes(known));

function suggestionFor(text: string, field: PlainField, defaultCountry?: CountryCode): string | undefined {
  const reading = readFieldInFull(text, field, { defaultCountry });
  return reading.ok ? undefined : reading.problem.suggestion;
}
