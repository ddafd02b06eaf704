import { ACCESS_PROFILE_LABELS, ACCESS_PROFILES, ROLE_LABELS, ROLES } from "@/lib/permissions/roles";

/** What a rule can ask of a field, in words; `people_by_rules` in the database carries them out. */
export const RULE_TESTS = {
  is: "is",
  isNot: "is not",
  contains: "contains",
  containsNot: "does not contain",
  beginsWith: "begins with",
  endsWith: "ends with",
  atLeast: "is at least",
  atMost: "is at most",
  from: "is on or after",
  until: "is on or before",
  isEmpty: "is empty",
  isNotEmpty: "is not empty",
} as const;

export type RuleTest = keyof typeof RULE_TESTS;

/** One thing that a rule asks: of a field by its key, or of a property as `property:` and its id. */
export type RuleCondition = { field: string; is: RuleTest; value: string };

/** Who is in a group: whoever meets all of these, or any of them. */
export type Rule = { match: "all" | "any"; conditions: RuleCondition[] };

/** Conditions of one rule. */
export const RULE_CONDITIONS_MAX = 10;
export const RULE_VALUE_MAX = 200;

export type RuleFieldKind = "text" | "phone" | "choice" | "date" | "number" | "yesNo" | "person";

/** Something that is said of people, as far as rules go. */
export type RuleField = {
  key: string;
  label: string;
  kind: RuleFieldKind;
  /** Whether everybody has it. */
  isAlways: boolean;
  /** What it can be; of a property that is a person, those whom rules name already. */
  choices?: { value: string; label: string }[];
};

const TEXT: RuleTest[] = ["is", "isNot", "contains", "containsNot", "beginsWith", "endsWith"];

const TESTS_OF: Record<RuleFieldKind, RuleTest[]> = {
  text: TEXT,
  phone: TEXT,
  choice: ["is", "isNot"],
  date: ["from", "until", "is"],
  number: ["is", "isNot", "atLeast", "atMost"],
  yesNo: ["is"],
  person: ["is", "isNot"],
};

/** What can be asked of a field. */
export const testsOf = ({ kind, isAlways }: RuleField): RuleTest[] =>
  isAlways ? TESTS_OF[kind] : [...TESTS_OF[kind], "isEmpty", "isNotEmpty"];

/** Whether a test compares with something. */
export const hasValue = (test: RuleTest): boolean => test !== "isEmpty" && test !== "isNotEmpty";

const of = (key: string, label: string, kind: RuleFieldKind, isAlways: boolean): RuleField => ({
  key,
  label,
  kind,
  isAlways,
});

/** The fields that everybody has, as rules name them. */
export const RULE_FIELDS: readonly RuleField[] = [
  of("company", "Company", "text", false),
  of("firstName", "First name", "text", true),
  of("lastName", "Last name", "text", true),
  of("username", "Username", "text", true),
  of("domain", "Domain of the username", "text", true),
  of("accessEmail", "Access email", "text", true),
  of("emailDomain", "Domain of the access email", "text", true),
  of("otherEmail", "Other email", "text", false),
  of("businessPhone", "Business phone", "phone", false),
  of("mobilePhone", "Mobile phone", "phone", false),
  of("customerCode", "Customer code", "text", false),
  of("udid", "UDID", "text", false),
  {
    ...of("role", "Role", "choice", true),
    choices: ROLES.map((value) => ({ value, label: ROLE_LABELS[value] })),
  },
  {
    ...of("accessProfile", "Access profile", "choice", false),
    choices: ACCESS_PROFILES.map((value) => ({ value, label: ACCESS_PROFILE_LABELS[value] })),
  },
  of("createdAt", "Added", "date", true),
  of("accessEndsAt", "Access ends", "date", false),
];

/** A condition in words: `Company is “Sales”`. */
export function conditionInWords(condition: RuleCondition, fields: readonly RuleField[]): string {
  const asked = fields.find(({ key }) => key === condition.field);
  const what = `${asked?.label ?? "A property that is gone"} ${RULE_TESTS[condition.is]}`;
  if (!hasValue(condition.is)) return what;
  const chosen = asked?.choices?.find(({ value }) => value === condition.value)?.label;
  if (chosen) return `${what} ${chosen}`;
  if (asked?.kind === "person") return `${what} somebody who is gone`;
  if (asked?.kind === "yesNo") return `${what} ${condition.value === "true" ? "yes" : "no"}`;
  return asked?.kind === "date" || asked?.kind === "number"
    ? `${what} ${condition.value}`
    : `${what} “${condition.value}”`;
}

/** A rule in words, without a full stop. */
export const ruleInWords = ({ match, conditions }: Rule, fields: readonly RuleField[]): string =>
  conditions.map((condition) => conditionInWords(condition, fields)).join(match === "all" ? " and " : " or ");

/** Whether two rules ask the same, in the same order. */
export const isSameRule = (one: Rule | null, other: Rule | null): boolean => asText(one) === asText(other);

const asText = (rule: Rule | null) =>
  rule && JSON.stringify([rule.match, rule.conditions.map(({ field, is, value }) => [field, is, value])]);
