import type { CountryCode } from "libphonenumber-js/max";
import { type DateOrder, readDate } from "@/lib/users/date";
import { readPhone } from "@/lib/users/phone";
import { type PlainField, readField } from "@/lib/users/read-field";
import type { Reading } from "@/lib/users/reading";
import { type UserSchemaOptions, userSchema } from "@/lib/users/schema";

/** What somebody has said of texts that could be read in several ways. */
export type ReadingChoices = { defaultCountry?: CountryCode; dateOrder?: DateOrder };

/** Reads a field in full: phones as E.164 by the numbering plans of all countries, dates in the order chosen. */
export function readFieldInFull(
  text: string,
  field: PlainField,
  { defaultCountry, dateOrder }: ReadingChoices = {},
): Reading {
  if (field === "accessEndsAt") return readDate(text, field, dateOrder);
  return field === "mobilePhone" || field === "businessPhone"
    ? readPhone(text, defaultCountry, field)
    : readField(text, field);
}

/** The schema of one person as commands take it: the form's, with phones read in full. */
export function userServerSchema({
  mandatory,
  defaultCountry,
}: Pick<UserSchemaOptions, "mandatory"> & { defaultCountry?: CountryCode } = {}) {
  return userSchema({ mandatory, read: (text, field) => readFieldInFull(text, field, { defaultCountry }) });
}

export const createUserServerSchema = userServerSchema();
