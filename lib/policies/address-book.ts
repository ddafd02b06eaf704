import type { PolicyValues } from "@/lib/policies/catalogue";

/** Whether a person is shown in the global address book: they are to be, and no policy keeps them out of it. */
export const isInAddressBook = (
  user: { inAddressBook: boolean },
  held: Pick<PolicyValues, "addressBook">,
): boolean => user.inAddressBook && held.addressBook;

/** The same in words, for a person's page. */
export function addressBookInWords(
  user: { inAddressBook: boolean },
  held: Pick<PolicyValues, "addressBook">,
): string {
  if (isInAddressBook(user, held)) return "Yes";
  return user.inAddressBook ? "No: a policy keeps them out of it" : "No";
}
