const HEX_GROUPS = 8;
const PREFIX_GROUPS = 4;

/**
 * What counts as one network where tries are counted: an IPv4 address, or the /64 of an IPv6 address (RFC 6177: one
 * site has at least that many). An IPv4 address that is written as IPv6 (RFC 4291 §2.5.5.2) is the IPv4 address.
 * What is no address stays as it is.
 */
export function networkPrefix(address: string): string {
  const plain = address.replace(/^\[|\]$|%.*$/g, "").toLowerCase();
  const mapped = /^(?:0*:)*:?(?:0*:)*ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped) return mapped;
  const groups = groupsOf(plain);
  if (!groups) return address;
  const network = groups.slice(0, PREFIX_GROUPS).map((group) => group.toString(16));
  return `${network.join(":")}::/64`;
}

/** The eight numbers of an IPv6 address in text (RFC 4291 §2.2), or null where it is none. */
function groupsOf(text: string): number[] | null {
  const halves = text.split("::");
  if (!text.includes(":") || halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = HEX_GROUPS - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : null;
}
