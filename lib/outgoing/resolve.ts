import "server-only";
import { lookup, Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { isNamedAddress, mayReach, type OutgoingPolicy } from "@/lib/outgoing/policy";
import { isInternalName, type Target } from "@/lib/outgoing/target";

const DNS_MS = 3_000;

const NOT_PUBLIC =
  "That address leads into a private network, or to this machine. Requests go to the public internet only.";

/**
 * The addresses behind a target, all of them checked, those of IPv4 first. One that may not be reached refuses all: a name
 * that leads to both is not to be trusted with either.
 */
export async function resolveTarget(
  { host, port }: Target,
  policy: OutgoingPolicy,
): Promise<{ addresses: string[] } | { refused: string } | { failed: string }> {
  const literal = isIP(host) > 0;
  const found = literal ? [host] : await lookUpHost(host, policy);
  if (!found.every((address) => mayReach(address, policy))) return { refused: NOT_PUBLIC };
  const isNamed = found.length > 0 && found.every((address) => isNamedAddress(address, policy));
  if (!literal && !isNamed && isInternalName(host)) return { refused: NOT_PUBLIC };
  if (found.length === 0) return { failed: `There is no address for ${host} in the DNS.` };
  if (!isNamed && !policy.ports.includes(port))
    return { refused: `The port has to be ${policy.ports.join(" or ")}.` };
  return { addresses: found };
}

async function lookUpHost(host: string, { dnsServers }: OutgoingPolicy): Promise<string[]> {
  if (dnsServers.length === 0) {
    const late = new Promise<never[]>((resolve) => setTimeout(resolve, DNS_MS, []).unref());
    const found = lookup(host, { all: true, order: "ipv4first" }).catch(() => []);
    return (await Promise.race([found, late])).map(({ address }) => address);
  }
  const resolver = new Resolver({ timeout: DNS_MS, tries: 1 });
  resolver.setServers(dnsServers);
  const [four, six] = await Promise.all([
    resolver.resolve4(host).catch(() => []),
    resolver.resolve6(host).catch(() => []),
  ]);
  return [...four, ...six];
}
