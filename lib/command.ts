import "server-only";
import { actorColumns } from "@/lib/audit/record";
import { actAs, RightsLost, stillActs } from "@/lib/auth/standing";
import { type Transaction, withOrganization } from "@/lib/db";
import { againIfDeadlocked } from "@/lib/deadlock";
import { ruleRefusal } from "@/lib/groups/rule-refusal";
import { overdue } from "@/lib/overdue";
import type { Actor } from "@/lib/permissions/actor";
import { can, lackedBy } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";
import { notAllowed } from "@/lib/permissions/viewing";
import type { Result } from "@/lib/result";
import { turnsOfEach } from "@/lib/turns";

class Refused extends Error {
  constructor(readonly result: Result<never>) {
    super("The command was refused.");
  }
}

// Whoever waits for a turn has no connection to the database, of which one process has few: no tenant takes all of them.
const held = globalThis as { rollcallTurns?: ReturnType<typeof makeTurns> };
const makeTurns = () => ({ short: turnsOfEach(4), long: turnsOfEach(2) });
const WAITING_MAX = 1000;

/**
 * One change: asks for the permission, runs in one transaction of the actor's organization, and writes nothing at all
 * when it is refused, nor when the actor has lost rights by its end (decision 47). What it does beside the transaction it
 * may do again, where another one stood in its way.
 */
export async function command<T>(
  actor: Actor,
  permission: Permission,
  run: (tx: Transaction) => Promise<Result<T>>,
  options?: { timeoutMs?: number; lockMs?: number },
): Promise<Result<T>> {
  if (!can(actor, permission)) return notAllowed(actor);
  const runOrRefuse = async (tx: Transaction) => {
    await actAs(tx, actor);
    const result = await run(tx);
    if (!result.ok) throw new Refused(result);
    await stillActs(tx);
    return result;
  };
  const by = actorColumns(actor);
  const attempt = () =>
    againIfDeadlocked(() =>
      withOrganization(actor.organization.id, runOrRefuse, { ...options, lacks: lackedBy(actor), by }),
    );
  held.rollcallTurns ??= makeTurns();
  const inTurnOf = options?.timeoutMs ? held.rollcallTurns.long : held.rollcallTurns.short;
  try {
    return await inTurnOf(actor.organizationId, attempt, WAITING_MAX);
  } catch (error) {
    if (error instanceof Refused) return error.result;
    if (error instanceof RightsLost) return { ok: false, error: error.failure };
    // Who sees people sees their groups.
    const refusal = ruleRefusal(error, can(actor, "groups.read") || can(actor, "users.read"));
    if (refusal) return { ok: false, error: refusal };
    const late = overdue(error);
    if (late) return { ok: false, error: late };
    throw error;
  }
}
