"use client";

import { useId } from "react";
import { PersonField, type SearchPeople } from "@/components/properties/person-field";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import {
  hasValue,
  RULE_TESTS,
  RULE_VALUE_MAX,
  type RuleCondition,
  type RuleField,
  type RuleTest,
  testsOf,
} from "@/lib/groups/rule";

type Props = {
  /** The how-manieth it is. */
  place: number;
  condition: RuleCondition;
  fields: readonly RuleField[];
  searchPeople: SearchPeople;
  readOnly: boolean;
  change: (condition: RuleCondition) => void;
  /** Null for the only one. */
  remove: (() => void) | null;
  errorOf: (name: keyof RuleCondition) => string | undefined;
};

/** One thing that a rule asks: of what, how, and compared with what. */
export function RuleConditionRow(props: Props) {
  const { place, condition, fields, searchPeople, readOnly, change, remove, errorOf } = props;
  const titleId = useId();
  const asked = fields.find(({ key }) => key === condition.field);
  const tests = asked ? testsOf(asked) : [condition.is];

  function ask(key: string) {
    const next = fields.find((field) => field.key === key);
    if (!next) return;
    const [test] = testsOf(next);
    const is = testsOf(next).includes(condition.is) ? condition.is : (test ?? condition.is);
    // A text stays while what is asked of takes any.
    const isFree = !next.choices && next.kind === asked?.kind;
    const first = next.kind === "person" ? "" : (choicesOf(next)?.[0]?.value ?? "");
    change({ field: key, is, value: isFree ? condition.value : first });
  }

  return (
    <li className="rounded-box border border-line p-3">
      <fieldset aria-labelledby={titleId} className="grid min-w-0 gap-3">
        <div className="flex min-h-8 items-center justify-between gap-2">
          <span id={titleId} className="font-medium">
            Condition {place}
          </span>
          {remove && (
            <IconButton
              size="sm"
              icon={<Icon name="trash" />}
              label={`Remove condition ${place}`}
              tooltipAlign="end"
              onClick={remove}
            />
          )}
        </div>
        <div className="grid items-start gap-3 sm:grid-cols-3">
          <Field label="What" error={errorOf("field")}>
            {(control) => (
              <Select
                {...control}
                value={condition.field}
                options={[
                  ...(asked ? [] : [{ value: condition.field, label: "Gone" }]),
                  ...fields.map(({ key, label }) => ({ value: key, label })),
                ]}
                onChange={(event) => ask(event.target.value)}
              />
            )}
          </Field>
          <Field label="How" error={errorOf("is")}>
            {(control) => (
              <Select
                {...control}
                value={condition.is}
                options={tests.map((value) => ({ value, label: RULE_TESTS[value] }))}
                onChange={(event) => change({ ...condition, is: event.target.value as RuleTest })}
              />
            )}
          </Field>
          {hasValue(condition.is) && (
            <Value
              key={condition.field}
              condition={condition}
              asked={asked}
              searchPeople={searchPeople}
              readOnly={readOnly}
              change={change}
              error={errorOf("value")}
            />
          )}
        </div>
      </fieldset>
    </li>
  );
}

type ValueProps = Pick<Props, "condition" | "change" | "searchPeople" | "readOnly"> & {
  asked: RuleField | undefined;
  error: string | undefined;
};

function Value({ condition, asked, searchPeople, readOnly, change, error }: ValueProps) {
  const choices = asked && choicesOf(asked);
  const set = (value: string) => change({ ...condition, value });
  if (asked?.kind === "person" && !readOnly) {
    const named = asked.choices?.find(({ value }) => value === condition.value)?.label ?? null;
    return (
      <PersonField
        label="Value"
        required
        error={error}
        chosen={condition.value ? { id: condition.value, name: named } : null}
        choose={set}
        search={searchPeople}
      />
    );
  }
  return (
    <Field label="Value" error={error}>
      {(control) =>
        choices ? (
          <Select
            {...control}
            value={condition.value}
            options={choices}
            onChange={(event) => set(event.target.value)}
          />
        ) : (
          <TextInput
            {...control}
            type={asked?.kind === "date" ? "date" : "text"}
            autoComplete="off"
            maxLength={RULE_VALUE_MAX}
            value={condition.value}
            onChange={(event) => set(event.target.value)}
          />
        )
      }
    </Field>
  );
}

const YES_NO = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];

const choicesOf = ({ kind, choices }: RuleField) => (kind === "yesNo" ? YES_NO : choices);
