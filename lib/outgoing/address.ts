import ipaddr from "ipaddr.js";
import { isInNetworks } from "@/lib/networks/cidr";

// The IANA registry of special-purpose addresses (RFC 6890 and its successors), what is not unicast, and the one public
// address at which a cloud speaks to its own machines (Azure's WireServer).
const NOT_PUBLIC_4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "168.63.129.16/32",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
];

/** Of IPv6 nothing else is given out (RFC 4291, 2.4): loopback, mapped, NAT64, link-local, ULA and the rest lie outside. */
const GIVEN_OUT_6 = ["2000::/3"];
// Protocols' own and Teredo, documentation, 6to4, and those that answer for private names.
const NOT_PUBLIC_6 = ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"];

/** Whether an address is one of the public internet. What is no address, or has a zone, is none. */
export function isPublicAddress(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return !isInNetworks(address, NOT_PUBLIC_4);
  return isInNetworks(address, GIVEN_OUT_6) && !isInNetworks(address, NOT_PUBLIC_6) && !isTunnelEnd(address);
}

/** ISATAP (RFC 5214, 6.1): the last half says which IPv4 address the packet is handed to. */
function isTunnelEnd(address: string): boolean {
  const [, , , , high, low] = ipaddr.IPv6.parse(address).parts;
  return low === 0x5efe && (high === 0 || high === 0x200);
}
