import { bookSearchParams } from "@/lib/address-book/book-query";
import type { BookEntry } from "@/lib/address-book/fields";
import { routes } from "@/lib/routes";
import type { Cursor } from "@/lib/users/list";

type Contact = {
  id: string;
  name: string;
  company: string | null;
  email: string | null;
  numbers: { type: "mobile" | "business"; number: string }[];
};

/** A page of the directory as a desk phone reads it: numbers are E.164, `next` is the path of the page behind it. */
export type Directory = { contacts: Contact[]; next: string | null };

export function directoryPage(
  { entries, next }: { entries: readonly BookEntry[]; next: Cursor | null },
  search: string,
): Directory {
  return {
    contacts: entries.map(contactOf),
    next: next && routes.apiDirectory(bookSearchParams({ search, after: next })),
  };
}

const contactOf = ({
  id,
  firstName,
  lastName,
  company,
  accessEmail,
  mobilePhone,
  businessPhone,
}: BookEntry): Contact => ({
  id,
  name: `${firstName} ${lastName}`,
  company,
  email: accessEmail,
  numbers: [
    ...(mobilePhone ? [{ type: "mobile" as const, number: mobilePhone }] : []),
    ...(businessPhone ? [{ type: "business" as const, number: businessPhone }] : []),
  ],
});
