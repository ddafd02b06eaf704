import { expect, test } from "vitest";
import { addressBookInWords, isInAddressBook } from "@/lib/policies/address-book";

test.each([
  [true, true, true, "Yes"],
  [true, false, false, "No: a policy keeps them out of it"],
  [false, true, false, "No"],
  [false, false, false, "No"],
])("in the address book %s, shown by policy %s: %s", (inAddressBook, addressBook, shown, words) => {
  expect(isInAddressBook({ inAddressBook }, { addressBook })).toBe(shown);
  expect(addressBookInWords({ inAddressBook }, { addressBook })).toBe(words);
});
