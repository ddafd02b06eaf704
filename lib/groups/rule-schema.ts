import * as z from "zod";
import {
  hasValue,
  RULE_CONDITIONS_MAX,
  RULE_TESTS,
  RULE_VALUE_MAX,
  type Rule,
  type RuleCondition,
  type RuleField,
  type RuleTest,
  testsOf,
} from "@/lib/groups/rule";
import type { FieldIssue } from "@/lib/result";

const TESTS = Object.keys(RULE_TESTS) as [RuleTest, ...RuleTest[]];

/** A rule as its form gives it; whether it asks what can be asked is told by `rightRule`. */
export const ruleSchema = z.strictObject({
  match: z.enum(["all", "any"]),
  conditions: z
    .array(
      z.strictObject({
        field: z.string().min(1, "Choose what is asked.").max(60),
        is: z.enum(TESTS),
        value: z
          .string()
          .max(RULE_VALUE_MAX, `Use at most ${RULE_VALUE_MAX} characters.`)
          .transform((text) => text.normalize("NFC").replace(/\s+/g, " ").trim()),
      }),
    )
    .min(1, "Say at least one thing that its people have in common.")
    .max(RULE_CONDITIONS_MAX, `Ask at most ${RULE_CONDITIONS_MAX} things.`),
});

/** A rule as a row keeps it; null for none, and for one that a later release wrote. */
export const readRule = (kept: unknown): Rule | null => ruleSchema.safeParse(kept).data ?? null;

const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** A rule as it is kept, with nothing said that is not asked, and what is wrong with it at each condition. */
export function rightRule<Given extends Rule | null>(
  given: Given,
  fields: readonly RuleField[],
): { rule: Given; issues: FieldIssue[] } {
  const issues: FieldIssue[] = [];
  if (!given) return { rule: given, issues };
  const right = given.conditions.map((condition, index) => {
    const asked = fields.find(({ key }) => key === condition.field);
    const value = asKept(condition, asked);
    const wrong = (name: string, message: string) =>
      issues.push({ path: `rule.conditions.${index}.${name}`, message });
    if (!asked) wrong("field", "This is not there any more. Choose something else.");
    else if (!testsOf(asked).includes(condition.is)) wrong("is", "This cannot be asked of it.");
    else if (hasValue(condition.is)) {
      const message = wrongValue(value, asked);
      if (message) wrong("value", message);
    }
    return { ...condition, value };
  });
  return { rule: { ...given, conditions: right }, issues };
}

/** Phones are kept without anything between their digits. */
function asKept({ is, value }: RuleCondition, asked: RuleField | undefined): string {
  if (!hasValue(is)) return "";
  return asked?.kind === "phone" ? value.replace(/[\s()/.-]/g, "") : value;
}

function wrongValue(value: string, { kind, choices }: RuleField): string | null {
  if (kind === "person") return choices?.some((each) => each.value === value) ? null : "Choose somebody.";
  if (value === "") return "Say what it is compared with.";
  if (kind === "date" && !DAY.test(value)) return "Write a day as 2026-12-31.";
  if (kind === "number" && !NUMBER.test(value)) return "Write a number, such as 12 or 0.5.";
  if (kind === "yesNo" && value !== "true" && value !== "false") return "Choose yes or no.";
  if (choices && !choices.some((choice) => choice.value === value)) return "Choose one of these.";
  return null;
}
