import "server-only";
import { networkInterfaces } from "node:os";
import { env } from "@/lib/env";
import { isInNetworks } from "@/lib/networks/cidr";
import { isPublicAddress } from "@/lib/outgoing/address";

/** Where requests go that an admin's words lead to. */
export type OutgoingPolicy = {
  /** Networks that may be reached although they are not public, in canonical form. */
  networks: readonly string[];
  /** Whether http will do. */
  http: boolean;
  dnsServers: readonly string[];
  /** Those of addresses that are not let through by name. */
  ports: readonly number[];
};

/** The ports of HTTPS that somebody may choose; others are no web servers, or are behind a firewall for a reason. */
const PORTS = [443, 8443];

/** What this installation's settings say. */
export function outgoingPolicy(): OutgoingPolicy {
  const { ROLLCALL_OUTGOING_NETWORKS, ROLLCALL_OUTGOING_HTTP, ROLLCALL_DNS_SERVERS } = env();
  return {
    networks: ROLLCALL_OUTGOING_NETWORKS,
    http: ROLLCALL_OUTGOING_HTTP,
    dnsServers: ROLLCALL_DNS_SERVERS,
    ports: PORTS,
  };
}

/** Whether somebody who runs the installation let an address through by name. */
export const isNamedAddress = (address: string, { networks }: OutgoingPolicy): boolean =>
  isInNetworks(address, networks);

/** Whether a request may go to an address: a public one that is not this machine's own, or one let through by name. */
export const mayReach = (address: string, policy: OutgoingPolicy): boolean =>
  isNamedAddress(address, policy) || (isPublicAddress(address) && !ownAddresses().includes(address));

const ownAddresses = () =>
  Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address));
