import { useEffect, useRef, useState } from "react";
import { answered } from "@/lib/answered";
import type { Rule } from "@/lib/groups/rule";
import type { RulePlan } from "@/lib/groups/rule-moves";
import type { Result } from "@/lib/result";

export type PlanRule = (org: string, given: { id: string | null; rule: Rule }) => Promise<Result<RulePlan>>;

type Planned = { rule: Rule; result: Result<RulePlan> };

const RESTS_MS = 300;

/** What a rule would come to by now, asked for when it has rested a moment; null while that is not known. */
export function useRulePlan(org: string, id: string | null, rule: Rule | null, plan: PlanRule) {
  const [planned, setPlanned] = useState<Planned | null>(null);

  async function ask(asked: Rule): Promise<Result<RulePlan>> {
    const result = await answered(plan(org, { id, rule: asked }));
    setPlanned({ rule: asked, result });
    return result;
  }

  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    if (!rule) return;
    const timer = setTimeout(() => void latest.current(rule), RESTS_MS);
    return () => clearTimeout(timer);
  }, [rule]);

  // An answer to what was asked before is none to this.
  return { result: planned && planned.rule === rule ? planned.result : null, ask };
}
