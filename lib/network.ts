import "server-only";
import { env } from "@/lib/env";

/** Set by our own server from the socket, whatever the client sent under this name. */
export const NETWORK_HEADER = "x-rollcall-network";

/**
 * The network address a request came from. A forwarding header counts only as far as proxies of our own wrote it:
 * ROLLCALL_TRUSTED_PROXIES says how many stand in front.
 */
export function networkOf(headers: Headers): string {
  const proxies = env().ROLLCALL_TRUSTED_PROXIES;
  const socket = headers.get(NETWORK_HEADER) ?? "unknown";
  if (proxies === 0) return socket;
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  return hops.at(-proxies) || socket;
}
