import { readDate } from "@/lib/users/date";
import { readEmail } from "@/lib/users/email";
import { USER_FIELD_INFO, type UserField } from "@/lib/users/fields";
import { readName } from "@/lib/users/name";
import { readPhoneShape } from "@/lib/users/phone-shape";
import type { Reading } from "@/lib/users/reading";
import { readText } from "@/lib/users/text";

/** The fields whose text means the same wherever it stands; the others need an organization or an actor beside it. */
export type PlainField = Exclude<UserField, "username" | "password" | "inAddressBook" | "role" | "status">;

/** Reads a field as far as a browser can: phones by their shape alone. */
export function readField(text: string, field: PlainField): Reading {
  if (field === "mobilePhone" || field === "businessPhone") return readPhoneShape(text, field);
  if (field === "accessEndsAt") return readDate(text, field);
  if (field === "firstName" || field === "lastName") return readName(text, field);
  return USER_FIELD_INFO[field].kind === "email" ? readEmail(text, field) : readText(text, field);
}
