import ipaddr from "ipaddr.js";

/**
 * Whether an IP address is one of the public Internet: no loopback, no private or link-local network, nothing reserved, and
 * no IPv6 form of any of these (RFC 6890, RFC 6052).
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return address.range() === "unicast";
}

/** Whether an IP address is this machine itself, for tests. */
export const isLoopback = (text: string): boolean =>
  ipaddr.isValid(text) && ipaddr.process(text).range() === "loopback";
