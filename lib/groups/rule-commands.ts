import "server-only";
import { command } from "@/lib/command";
import type { Rule } from "@/lib/groups/rule";
import { ruleFields } from "@/lib/groups/rule-fields";
import { countMoves, notYours, outOfReach, type RulePlan } from "@/lib/groups/rule-moves";
import { mayMakeRules } from "@/lib/groups/rule-rights";
import { rightRule } from "@/lib/groups/rule-schema";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { invalidFields, ok, type Result } from "@/lib/result";

/** What saving a rule would come to, for a group that is there, or without an id for one that is yet to be made. */
export function planRule(actor: Actor, groupId: string | null, given: Rule): Promise<Result<RulePlan>> {
  return command(actor, "groups.update", async (tx) => {
    if (!mayMakeRules(actor)) return notYours();
    const { id: organizationId } = actor.organization;
    const { rule, issues } = rightRule(given, await ruleFields(tx, organizationId, [given]));
    if (issues.length > 0) return invalidFields(issues);
    const { above, ...plan } = await countMoves(tx, actor, groupId && isId(groupId) ? groupId : null, rule);
    return above > 0 ? outOfReach(above) : ok(plan);
  });
}
