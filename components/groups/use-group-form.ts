import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { type PlanRule, useRulePlan } from "@/components/groups/use-rule-plan";
import { formatCount } from "@/components/ui/format";
import { showIssues } from "@/components/ui/show-issues";
import { toast } from "@/components/ui/toast";
import { voidedInWords } from "@/components/users/bulk-words";
import { answered } from "@/lib/answered";
import type { GroupInput } from "@/lib/groups/input";
import { isSameRule, type Rule } from "@/lib/groups/rule";
import type { RuleMoves } from "@/lib/groups/rule-moves";
import type { Permission } from "@/lib/permissions/permissions";
import type { FieldIssue, Result } from "@/lib/result";

type Values = { name: string; description: string; permissions: Permission[] };
type Changed = { changed: number };
/** How many need something new to activate their accounts with. */
type Voiding = { voided?: number };
type Given = GroupInput & { id: string; expected?: RuleMoves };

/** `version` is null for a group that is yet to be made. */
export type FirstGroup = Values & { id: string; version: number | null; rule: Rule | null };

export type GroupActions = {
  add: (org: string, given: Given) => Promise<Result<{ id: string } & Voiding>>;
  save: (org: string, given: Given & { version: number }) => Promise<Result<Changed & RuleMoves & Voiding>>;
  plan: PlanRule;
  drop: (org: string, given: { id: string; version: number }) => Promise<Result<Changed>>;
};

type Options = {
  org: string;
  first: FirstGroup;
  readOnly: boolean;
  listHref: string;
  actions: GroupActions;
};

/** What the form of a group holds, and what its buttons do. */
export function useGroupForm({ org, first, readOnly, listHref, actions }: Options) {
  const { id, version, name, description, permissions } = first;
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [rule, setRule] = useState<Rule | null>(first.rule);
  const [issues, setIssues] = useState<FieldIssue[]>([]);
  const changedRule = !readOnly && !isSameRule(rule, first.rule) ? rule : null;
  const plan = useRulePlan(org, version === null ? null : id, changedRule, actions.plan);
  const form = useForm<Values>({ defaultValues: { name, description, permissions } });
  const { isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (group) => {
    if (isSubmitting) return;
    setProblem(null);
    setIssues([]);
    // Nobody is moved whom nobody has seen.
    const planned = changedRule && (plan.result ?? (await plan.ask(changedRule)));
    if (planned?.ok && !plan.result && movesAny(planned.value))
      return setProblem("Look at how many come in and go out, then save.");
    const moves = planned?.ok ? expecting(planned.value) : {};
    const given = { ...group, rule, id, ...moves };
    const result =
      version === null
        ? await answered(actions.add(org, given), { isTyped: true })
        : await answered(actions.save(org, { ...given, version }), { isTyped: true });
    if (!result.ok) {
      setProblem(result.error.message);
      setIssues(result.error.issues ?? []);
      if (changedRule) void plan.ask(changedRule);
      return showIssues(
        form,
        result.error.issues?.filter(({ path }) => !path.startsWith("rule")),
      );
    }
    const words = [movedInWords(moves.expected), voidedInWords(result.value.voided).description];
    const description = words.filter(Boolean).join(" ");
    toast({ title: `The group “${group.name}” is saved`, ...(description && { description }) });
    if (version === null) router.push(listHref);
  });

  async function drop() {
    if (version === null) return;
    const result = await answered(actions.drop(org, { id, version }));
    if (!result.ok) return result.error.message;
    toast({ title: `The group “${name}” is removed` });
    router.push(listHref);
  }

  return { form, rule, setRule, issues, plan: plan.result, problem, submit, drop };
}

const movesAny = ({ cameIn, wentOut }: RuleMoves) => cameIn + wentOut > 0;

/** What was shown of a rule, which is all that saving it may come to. */
const expecting = ({ cameIn, wentOut }: RuleMoves): { expected?: RuleMoves } => ({
  expected: { cameIn, wentOut },
});

function movedInWords(moves: RuleMoves | undefined): string {
  if (!moves || !movesAny(moves)) return "";
  return `${formatCount(moves.cameIn)} came in, ${formatCount(moves.wentOut)} went out.`;
}
