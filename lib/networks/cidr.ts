import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * A network in canonical form: CIDR (RFC 4632, RFC 4291 §2.3) without the bits of a host, IPv6 as RFC 5952 writes it. An
 * address alone is a network of one; an IPv4 network that is written as IPv6 (RFC 4291 §2.5.5.2) is the IPv4 network.
 * @returns null for what is no network
 */
export function readNetwork(text: string): string | null {
  const [address = "", length, ...more] = text.trim().split("/");
  const parsed = parseAddress(address);
  if (!parsed || more.length > 0) return null;
  const bits = parsed.written.kind() === "ipv4" ? 32 : 128;
  if (length !== undefined && !/^(0|[1-9]\d{0,2})$/.test(length)) return null;
  const prefix = length === undefined ? bits : Number(length);
  if (prefix > bits) return null;
  if (parsed.meant === parsed.written) return canonical(parsed.meant, prefix);
  // A block of IPv6 that reaches beyond the mapped addresses is none of IPv4.
  return prefix < MAPPED_BITS
    ? canonical(parsed.written, prefix)
    : canonical(parsed.meant, prefix - MAPPED_BITS);
}

const MAPPED_BITS = 96;

/** Whether an address is in one of some canonical networks; what is no address is in none. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  const parsed = parseAddress(address);
  if (!parsed) return false;
  return networks.some((network) => {
    const [base, prefix] = ipaddr.parseCIDR(network);
    return parsed.meant.kind() === base.kind() && parsed.meant.match([base, prefix]);
  });
}

/** Whether an organization lets people in from an address: from any where it names no network. */
export const isAllowedFrom = (address: string | null, networks: readonly string[]): boolean =>
  networks.length === 0 || isInNetworks(address ?? "", networks);

const IPV4_PLACE_BITS = 24;
const IPV6_PLACE_BITS = 48;

/**
 * The network around an address that counts as one place: the /24 of IPv4 and the /48 of IPv6 (RFC 6177), within which a
 * provider gives the same household another address every other day. What is no address is a place of its own.
 */
export function placeOf(address: string | null): string {
  const parsed = parseAddress(address ?? "");
  if (!parsed) return address || "unknown";
  return canonical(parsed.meant, parsed.meant.kind() === "ipv4" ? IPV4_PLACE_BITS : IPV6_PLACE_BITS);
}

/** An address as it was written, and as it is meant: IPv4 where it is IPv4 mapped into IPv6. */
function parseAddress(text: string): { written: Address; meant: Address } | null {
  const plain = text.trim().replace(/^\[(.*)\]$/, "$1");
  if (ipaddr.IPv4.isValidFourPartDecimal(plain)) {
    const address = ipaddr.IPv4.parse(plain);
    return { written: address, meant: address };
  }
  const hex = withoutDots(plain);
  if (!hex.includes(":") || hex.includes("%") || !ipaddr.IPv6.isValid(hex)) return null;
  const address = ipaddr.IPv6.parse(hex);
  return { written: address, meant: address.isIPv4MappedAddress() ? address.toIPv4Address() : address };
}

/** The library takes `::1.2.3.4` for `::ffff:1.2.3.4`, so it is given the four last bytes in hex. */
function withoutDots(text: string): string {
  const start = text.lastIndexOf(":") + 1;
  const tail = text.slice(start);
  if (start === 0 || !ipaddr.IPv4.isValidFourPartDecimal(tail)) return text;
  const [a = 0, b = 0, c = 0, d = 0] = ipaddr.IPv4.parse(tail).octets;
  return `${text.slice(0, start)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function canonical(address: Address, prefix: number): string {
  const within = `${address.toNormalizedString()}/${prefix}`;
  const base =
    address.kind() === "ipv4"
      ? ipaddr.IPv4.networkAddressFromCIDR(within)
      : ipaddr.IPv6.networkAddressFromCIDR(within);
  return `${base.toString()}/${prefix}`;
}
