import "server-only";
import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "@/lib/db";
import { publicUrl } from "@/lib/env";
import type { Result } from "@/lib/result";
import { type DemoAccount, loadDemo } from "@/lib/setup/demo";
import { createOrganizationBelow, findOrganization } from "@/lib/setup/organizations";

export const DEMO_ACCOUNTS_FILE = "demo-accounts.json";

export type FirstStart = { ownerUrl: string; dataDir: string; demo: boolean };

/**
 * Gives an empty database its operator and, where asked, the demo, all in one transaction: a start that is killed
 * half-way leaves nothing. Does nothing to a database that has an operator.
 * @returns where the demo's passwords are, if it was made now.
 */
export async function firstStart({
  ownerUrl,
  dataDir,
  demo,
}: FirstStart): Promise<{ demoAccountsFile: string | null }> {
  const owner = createClient(ownerUrl, 1);
  try {
    return await owner.$transaction(
      async (tx) => {
        // Two machines that start at the same moment with one new database.
        await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('first start', 0))::text`;
        if (await findOrganization(tx)) return { demoAccountsFile: null };
        const operator = { name: "Operator", slug: "operator", domain: operatorDomain(), managing: true };
        unwrap(await createOrganizationBelow(tx, operator));
        if (!demo) return { demoAccountsFile: null };
        return { demoAccountsFile: await writeDemoAccounts(dataDir, unwrap(await loadDemo(tx))) };
      },
      { timeout: 60_000 },
    );
  } finally {
    await owner.$disconnect();
  }
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** Writes the demo's passwords where only the owner of the data directory may read them. */
export async function writeDemoAccounts(dataDir: string, accounts: DemoAccount[]): Promise<string> {
  const file = join(dataDir, DEMO_ACCOUNTS_FILE);
  const unfinished = await open(`${file}.new`, "w", 0o600);
  await unfinished.writeFile(`${JSON.stringify(accounts, null, 2)}\n`);
  await unfinished.close();
  await rename(`${file}.new`, file);
  return file;
}

// RFC 6762 and 6761 names serve nobody outside; a real host name is the operator's own domain.
function operatorDomain(): string {
  const { hostname } = new URL(publicUrl());
  return /^([a-z0-9-]+\.)+[a-z]{2,}$/.test(hostname) ? hostname : "operator.internal";
}
