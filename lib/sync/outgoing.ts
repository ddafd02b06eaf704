import "server-only";
import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";
import { env } from "@/lib/env";

export type Outgoing = { ok: true } | { ok: false; message: string };

const refuse = (message: string): Outgoing => ({ ok: false, message });

/**
 * Whether a connection may go to an address that somebody has typed: by TLS, and to no address inside of the network
 * that the product runs in unless whoever runs it says so. Loopback without TLS is for tests alone, by a setting.
 */
export async function mayGoTo(address: string, protocol: "https:" | "ldaps:"): Promise<Outgoing> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || url.hostname === "") return refuse("That is no address.");
  if (url.username || url.password) return refuse("An address with a password in it is not taken.");
  const host = url.hostname.replace(/^\[(.+)\]$/, "$1");
  const { ROLLCALL_CONNECTIONS_LOOPBACK, ROLLCALL_CONNECTIONS_PRIVATE } = env();
  const found = await addressesOf(host);
  if (
    ROLLCALL_CONNECTIONS_LOOPBACK &&
    found.length > 0 &&
    found.every((each) => rangeOf(each) === "loopback")
  )
    return { ok: true };
  if (url.protocol !== protocol)
    return refuse(`The address has to begin with ${protocol}//, so that nobody reads along.`);
  if (found.length === 0) return refuse(`There is no ${host}, or nobody answers for its name just now.`);
  const isPublic = found.every((each) => rangeOf(each) === "unicast");
  const isOwn = found.every((each) => ["unicast", "private", "uniqueLocal"].includes(rangeOf(each)));
  if (isPublic || (ROLLCALL_CONNECTIONS_PRIVATE && isOwn)) return { ok: true };
  return refuse(
    "The address is inside of a private network. Whoever runs Rollcall can allow such: ROLLCALL_CONNECTIONS_PRIVATE.",
  );
}

async function addressesOf(host: string): Promise<string[]> {
  if (ipaddr.isValid(host)) return [host];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

const rangeOf = (address: string): string => ipaddr.process(address).range();
