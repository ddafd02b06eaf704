import "server-only";
import { actAs, RightsLost, stillActs } from "@/lib/auth/standing";
import { type Transaction, withOrganization } from "@/lib/db";
import { againIfDeadlocked } from "@/lib/deadlock";
import { ruleRefusal } from "@/lib/groups/rule-refusal";
import type { Actor } from "@/lib/permissions/actor";
import { can, lackedBy } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";
import { notAllowed } from "@/lib/permissions/viewing";
import type { Result } from "@/lib/result";

class Refused extends Error {
  constructor(readonly result: Result<never>) {
    super("The command was refused.");
  }
}

/**
 * One change: asks for the permission, runs in one transaction of the actor's organization, and writes nothing at all
 * when it is refused, nor when the actor has lost rights by its end (decision 47). What it does beside the transaction it
 * may do again, where another one stood in its way.
 */
export async function command<T>(
  actor: Actor,
  permission: Permission,
  run: (tx: Transaction) => Promise<Result<T>>,
  options?: { timeoutMs?: number },
): Promise<Result<T>> {
  if (!can(actor, permission)) return notAllowed(actor);
  const runOrRefuse = async (tx: Transaction) => {
    await actAs(tx, actor);
    const result = await run(tx);
    if (!result.ok) throw new Refused(result);
    await stillActs(tx);
    return result;
  };
  try {
    return await againIfDeadlocked(() =>
      withOrganization(actor.organization.id, runOrRefuse, { ...options, lacks: lackedBy(actor) }),
    );
  } catch (error) {
    if (error instanceof Refused) return error.result;
    if (error instanceof RightsLost) return { ok: false, error: error.failure };
    // Who sees people sees their groups.
    const refusal = ruleRefusal(error, can(actor, "groups.read") || can(actor, "users.read"));
    if (refusal) return { ok: false, error: refusal };
    throw error;
  }
}
