import type { RowField } from "@/lib/imports/columns/column-field";
import {
  customerCodeTaken,
  extensionOutOfRange,
  extensionTaken,
  type Issue,
  propertyValueTaken,
  usernameTaken,
} from "@/lib/imports/issues";
import type { MatchKey } from "@/lib/imports/plan/modes";
import { rowKeyOf } from "@/lib/imports/plan/people";
import type { JudgedRow } from "@/lib/imports/rows/judge";
import { type PropertyField, propertyField } from "@/lib/properties/field";
import type { Property } from "@/lib/properties/types";
import { NEXT_EXTENSION } from "@/lib/telephony/cell";
import { isInRanges, type NumberRange } from "@/lib/telephony/numbers";

type Keys = Record<"usernames" | "accessEmails" | "customerCodes", ReadonlySet<string>>;

type Values = {
  propertyValues?: ReadonlyMap<PropertyField, ReadonlySet<string>>;
  extensions?: Extensions;
};

/** The ranges that new numbers are of, and of numbers that are there what has them. */
export type Extensions = {
  ranges: readonly NumberRange[];
  holders: ReadonlyMap<string, "nobody" | "person" | "queue">;
};

export const NO_ISSUES: Issue[] = [];

/** Whether the person of a row is in the directory already. */
export function isInDirectory(row: JudgedRow, directory: Keys, matchKey: MatchKey): boolean {
  const key = rowKeyOf(row, matchKey);
  if (!key) return false;
  return directory[SETS[key.field]].has(key.value);
}

const SETS = {
  username: "usernames",
  accessEmail: "accessEmails",
  customerCode: "customerCodes",
} as const satisfies Record<MatchKey, keyof Keys>;

/** Which of these keys somebody in the directory has. */
export function findTaken(
  values: Partial<Record<RowField, string | null>>,
  directory: Keys & Values,
  properties: readonly Property[] = [],
): Issue[] {
  const { username, customerCode } = values;
  const own = [
    ...takenExtension(values.extension, directory),
    ...takenProperties(values, directory, properties),
  ];
  const isNameTaken = Boolean(username) && directory.usernames.has(username ?? "");
  const isCodeTaken = Boolean(customerCode) && directory.customerCodes.has(customerCode ?? "");
  if (!isNameTaken && !isCodeTaken) return own;
  return [
    ...(isNameTaken ? [usernameTaken(username ?? "")] : []),
    ...(isCodeTaken ? [customerCodeTaken(customerCode ?? "")] : []),
    ...own,
  ];
}

function takenExtension(number: string | null | undefined, { extensions }: Values): Issue[] {
  if (!number || number === NEXT_EXTENSION || !extensions) return NO_ISSUES;
  const holder = extensions.holders.get(number);
  if (!holder)
    return isInRanges(number, extensions.ranges)
      ? NO_ISSUES
      : [extensionOutOfRange(number, extensions.ranges)];
  return holder === "nobody" ? NO_ISSUES : [extensionTaken(number, holder)];
}

function takenProperties(
  values: Partial<Record<RowField, string | null>>,
  { propertyValues }: Values,
  properties: readonly Property[],
): Issue[] {
  if (!propertyValues || propertyValues.size === 0) return NO_ISSUES;
  return properties.flatMap(({ id }) => {
    const field = propertyField(id);
    const value = values[field];
    return value && propertyValues.get(field)?.has(value)
      ? [propertyValueTaken(field, value, properties)]
      : [];
  });
}
