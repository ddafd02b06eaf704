import { USER_FIELD_INFO } from "@/lib/users/fields";

/** What the address book may show of a person beside the name, in its order; a policy says which. */
export const BOOK_FIELDS = ["company", "accessEmail", "mobilePhone", "businessPhone"] as const;
export type BookField = (typeof BOOK_FIELDS)[number];

export const bookFieldLabel = (field: BookField): string =>
  field === "accessEmail" ? "E-mail" : USER_FIELD_INFO[field].label;

/** A person as the address book shows them; what is not shown is null. */
export type BookEntry = { id: string; firstName: string; lastName: string; updatedAt: Date } & Record<
  BookField,
  string | null
>;
