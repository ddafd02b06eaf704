"use client";

import { RuleConditionRow } from "@/components/groups/rule-condition";
import type { SearchPeople } from "@/components/properties/person-field";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FieldError } from "@/components/ui/field-error";
import { Icon } from "@/components/ui/icon";
import { Select } from "@/components/ui/select";
import {
  RULE_CONDITIONS_MAX,
  type Rule,
  type RuleCondition,
  type RuleField,
  testsOf,
} from "@/lib/groups/rule";
import type { FieldIssue } from "@/lib/result";

type Props = {
  rule: Rule;
  change: (rule: Rule) => void;
  fields: readonly RuleField[];
  /** What is wrong with it, by paths such as `rule.conditions.0.value`. */
  issues: readonly FieldIssue[];
  readOnly: boolean;
  searchPeople: SearchPeople;
};

/** What a group's people have in common: one line for each thing that is asked of them. */
export function RuleBuilder({ rule, change, fields, issues, readOnly, searchPeople }: Props) {
  const { match, conditions } = rule;
  const set = (index: number, condition: RuleCondition) =>
    change({ ...rule, conditions: conditions.map((each, at) => (at === index ? condition : each)) });
  const errorOf = (path: string) => issues.find((issue) => issue.path === path)?.message;
  return (
    <div className="grid gap-3">
      <Field label="Whoever meets">
        {(control) => (
          <Select
            {...control}
            value={match}
            options={[
              { value: "all", label: "All of these" },
              { value: "any", label: "Any of these" },
            ]}
            onChange={(event) => change({ ...rule, match: event.target.value as Rule["match"] })}
          />
        )}
      </Field>
      <ol className="grid gap-3">
        {conditions.map((condition, index) => (
          <RuleConditionRow
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions are told apart by their place alone.
            key={index}
            place={index + 1}
            condition={condition}
            fields={fields}
            searchPeople={searchPeople}
            readOnly={readOnly}
            change={(next) => set(index, next)}
            remove={
              readOnly || conditions.length === 1
                ? null
                : () => change({ ...rule, conditions: conditions.filter((_, at) => at !== index) })
            }
            errorOf={(name) => errorOf(`rule.conditions.${index}.${name}`)}
          />
        ))}
      </ol>
      <FieldError errors={[errorOf("rule.conditions") ?? []].flat()} />
      {!readOnly && conditions.length < RULE_CONDITIONS_MAX && (
        <div>
          <Button
            size="sm"
            icon={<Icon name="plus" />}
            onClick={() => change({ ...rule, conditions: [...conditions, firstCondition(fields)] })}
          >
            Add condition
          </Button>
        </div>
      )}
    </div>
  );
}

/** What a condition asks before anybody chose. */
export function firstCondition(fields: readonly RuleField[]): RuleCondition {
  const [field] = fields;
  return { field: field?.key ?? "", is: (field && testsOf(field)[0]) ?? "is", value: "" };
}
