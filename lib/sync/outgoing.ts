import "server-only";
import { isIP } from "node:net";
import { outgoingPolicy } from "@/lib/outgoing/policy";
import { resolveTarget } from "@/lib/outgoing/resolve";
import { readTarget } from "@/lib/outgoing/target";

/** The ports of LDAP by TLS: a directory's own, and that of a global catalogue. */
const LDAPS_PORTS = [636, 3269];

/** Where a directory is reached: the address that was checked, and the name that its certificate is for. */
export type Reached = { url: string; servername: string | null };

/**
 * Where a connection goes whose address somebody has typed. It goes to the checked address itself, so that what the DNS
 * says a moment later makes no difference; private networks are reached where whoever runs the product names them.
 * @returns words for whoever typed it, where it is refused or there is nobody
 */
export async function reachLdap(text: string): Promise<Reached | { refused: string } | { failed: string }> {
  if (!/^ldaps:\/\//i.test(text.trim())) return { refused: "The address has to begin with ldaps://." };
  const policy = { ...outgoingPolicy(), http: false, ports: LDAPS_PORTS };
  // As an address of the web, so that every spelling of a host means what it does there.
  const read = readTarget(text.trim().replace(/^ldaps:/i, "https:"), policy);
  if ("refused" in read) return read;
  const { url, host } = read.target;
  const port = url.port === "" ? LDAPS_PORTS[0] : Number(url.port);
  const found = await resolveTarget({ url, host, port: port ?? 0 }, policy);
  if ("refused" in found || "failed" in found) return found;
  const [address = ""] = found.addresses;
  const written = isIP(address) === 6 ? `[${address}]` : address;
  return { url: `ldaps://${written}:${port}`, servername: isIP(host) > 0 ? null : host.replace(/\.$/, "") };
}
