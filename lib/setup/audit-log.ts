import "server-only";
import { faultInWords } from "@/lib/audit/chain/check";
import { type ChainState, verifyChain } from "@/lib/audit/chain/verify";
import { enterOrganization, type Transaction } from "@/lib/db";
import { notFound, ok, type Result } from "@/lib/result";
import { findOrganization } from "@/lib/setup/organizations";

type InTransaction = <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;

/**
 * Checks the whole log of an organization, or of each, at the command line.
 * @param slug all of them, when null
 */
export async function verifyLogs(
  transaction: InTransaction,
  slug: string | null,
): Promise<Result<{ lines: string[]; isUnbroken: boolean }>> {
  const organizations = await transaction((tx) => organizationsToCheck(tx, slug));
  if (slug !== null && organizations.length === 0) return notFound("organization");
  const lines: string[] = [];
  let isUnbroken = true;
  for (const { id, slug: name } of organizations) {
    const state = await transaction(async (tx) => {
      await enterOrganization(tx, id);
      return verifyChain(tx, id, { newest: null });
    });
    isUnbroken &&= state.fault === null;
    lines.push(`${name}: ${stateInWords(state)}`);
  }
  return ok({ lines, isUnbroken });
}

async function organizationsToCheck(tx: Transaction, slug: string | null) {
  if (slug !== null) {
    const found = await findOrganization(tx, slug);
    return found ? [{ id: found.id, slug }] : [];
  }
  // Every organization's name is what the look-ups may read, and their owner is one that the schema's owner may be.
  await tx.$executeRaw`SET LOCAL ROLE rollcall_lookup`;
  return tx.$queryRaw<
    { id: string; slug: string }[]
  >`SELECT id::text, slug FROM public.organizations ORDER BY slug`;
}

function stateInWords({ fault, checked, waiting, unbrokenTo, seal }: ChainState): string {
  if (fault) return `BROKEN. ${faultInWords(fault)}`;
  if (!unbrokenTo) return `nothing is sealed yet, ${waiting} events wait.`;
  return `unbroken up to ${unbrokenTo.toISOString()}: ${checked} events, ${waiting} not sealed yet. Last seal ${seal}`;
}
