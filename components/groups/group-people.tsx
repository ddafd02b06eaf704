"use client";

import { useState } from "react";
import { firstCondition, RuleBuilder } from "@/components/groups/rule-builder";
import type { SearchPeople } from "@/components/properties/person-field";
import { formatCount } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import type { Rule, RuleField } from "@/lib/groups/rule";
import type { RulePlan } from "@/lib/groups/rule-moves";
import type { FieldIssue, Result } from "@/lib/result";

type Props = {
  rule: Rule | null;
  change: (rule: Rule | null) => void;
  fields: readonly RuleField[];
  issues: readonly FieldIssue[];
  /** What the rule would come to; null while that is not known, or where there is nothing to tell. */
  plan: Result<RulePlan> | null;
  /** Who made the rule that is saved, and when, in words. */
  made: string | null;
  readOnly: boolean;
  searchPeople: SearchPeople;
};

/** Who is in a group: people who are chosen, or whoever meets a rule. */
export function GroupPeople(props: Props) {
  const { rule, change, fields, issues, plan, made, readOnly, searchPeople } = props;
  // What was asked comes back to whoever only looked at the other way.
  const [draft, setDraft] = useState<Rule>(
    () => rule ?? { match: "all", conditions: [firstCondition(fields)] },
  );

  function set(next: Rule) {
    setDraft(next);
    change(next);
  }

  return (
    <Section
      title="People"
      description="By rule, whoever comes to meet it is in, and whoever does not any more is out, with the same change."
    >
      <fieldset disabled={readOnly} className="grid gap-2.5">
        <legend className="mb-2 font-medium">Who is in it</legend>
        {[
          { isRule: false, label: "People I choose" },
          { isRule: true, label: "Whoever meets a rule" },
        ].map(({ isRule, label }) => (
          <label key={label} className="flex items-start gap-2.5">
            <input
              type="radio"
              name="people"
              className="radio radio-sm mt-px"
              checked={isRule === (rule !== null)}
              onChange={() => change(isRule ? draft : null)}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      {rule && (
        <>
          <fieldset disabled={readOnly} className="contents">
            <RuleBuilder
              rule={rule}
              change={set}
              fields={fields}
              issues={issues}
              readOnly={readOnly}
              searchPeople={searchPeople}
            />
          </fieldset>
          {/* Its place is kept while the number is not known, so that nothing under it moves. */}
          <p aria-live="polite" className="min-h-10 text-muted sm:min-h-5">
            {readOnly ? made : (planInWords(plan) ?? made)}
          </p>
        </>
      )}
    </Section>
  );
}

function planInWords(plan: Result<RulePlan> | null): string | null {
  if (!plan) return null;
  // What is missing is said at its place when it is saved.
  if (!plan.ok) return plan.error.issues ? null : plan.error.message;
  const { people, cameIn, wentOut } = plan.value;
  if (people + wentOut === 0) return "Nobody meets it.";
  const meets = people === 1 ? "1 person meets it" : `${formatCount(people)} people meet it`;
  if (cameIn + wentOut === 0) return `${meets}, as they are in it now.`;
  return `${meets}: ${comes(cameIn)}, ${goes(wentOut)}.`;
}

const comes = (count: number) => (count === 1 ? "1 comes in" : `${formatCount(count)} come in`);
const goes = (count: number) => (count === 1 ? "1 goes out" : `${formatCount(count)} go out`);
