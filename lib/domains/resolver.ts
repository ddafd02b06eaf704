import "server-only";
import { Resolver } from "node:dns/promises";
import type { TxtAnswer } from "@/lib/domains/proof";
import { env } from "@/lib/env";

const TIMEOUT_MS = 2_000;
const TRIES = 2;

/** Asks the DNS for the texts at a name below a domain: the servers of the setting, or else those of the machine. */
export async function resolveTxt(
  name: string,
  domain: string,
  servers: readonly string[] = env().ROLLCALL_DNS_SERVERS,
): Promise<TxtAnswer> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers.length > 0) resolver.setServers(servers);
  try {
    const records = await resolver.resolveTxt(name);
    return { found: "texts", texts: records.map((parts) => parts.join("")) };
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENODATA") return { found: "nothing", domainExists: true };
    if (code === "ENOTFOUND") return { found: "nothing", domainExists: await exists(resolver, domain) };
    return code === "ETIMEOUT" || code === "ECANCELLED" ? { found: "timeout" } : { found: "failure" };
  }
}

/** A name that is not there is usual where a record is still to come; only a domain that is not there is a mistake. */
async function exists(resolver: Resolver, domain: string): Promise<boolean> {
  try {
    await resolver.resolveSoa(domain);
    return true;
  } catch (error) {
    return codeOf(error) !== "ENOTFOUND";
  }
}

const codeOf = (error: unknown) => (error as { code?: string }).code;
