import { firstStartCommand } from "@/scripts/children/commands";
import { runChild } from "@/scripts/children/run";
import { connect } from "@/scripts/migrate/connect";
import { lookupRole } from "@/scripts/migrate/roles";
import { Failure } from "@/scripts/shared/failure";
import type { Environment } from "@/scripts/shared/project";
import type { Database } from "@/scripts/start/database";

/**
 * Gives an empty database its first organizations. The product's own code does it, in a process of its own: this one
 * stays small for as long as the product runs.
 */
export async function firstStart(
  { ownerUrl, isEmbedded }: Database,
  environment: Environment,
  signal: AbortSignal,
): Promise<void> {
  if (await hasOrganizations(ownerUrl)) return;
  const code = await runChild(firstStartCommand(environment, ownerUrl, isEmbedded), signal);
  signal.throwIfAborted();
  if (code !== 0) throw new Failure("The first organizations could not be made. Why stands above.");
}

// Row-level security hides every organization even from the owner of the tables.
async function hasOrganizations(ownerUrl: string): Promise<boolean> {
  const client = await connect(ownerUrl, "DATABASE_URL");
  try {
    await client.query(`SET ROLE ${lookupRole}`);
    const { rows } = await client.query("SELECT EXISTS (SELECT FROM public.organizations) AS found");
    return rows[0].found;
  } finally {
    await client.end();
  }
}
