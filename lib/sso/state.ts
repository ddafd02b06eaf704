import { createHash, createHmac } from "node:crypto";

/**
 * What a request to a provider is known by, made from the one secret that only the browser holds: whoever has another browser
 * has none of these, so an answer that was meant for one is worth nothing in another (RFC 9700, 4.7).
 */
export type Proofs = {
  state: string;
  /** OpenID Connect Core, 3.1.2.1. */
  nonce: string;
  /** RFC 7636. */
  codeVerifier: string;
  /** The id of a SAML request, which its answer names. */
  requestId: string;
};

export type RequestKey = { organizationId: string; id: string };

const MAC_BYTES = 16;
const ID_BYTES = 16;
const STATE_SHAPE = /^[A-Za-z0-9_-]{64}$/;

export function proofsOf(key: RequestKey, browserToken: string): Proofs {
  const about = (what: string) =>
    createHmac("sha256", browserToken).update(`${what} ${key.organizationId} ${key.id}`);
  const parts = [
    bytesOf(key.organizationId),
    bytesOf(key.id),
    about("state").digest().subarray(0, MAC_BYTES),
  ];
  return {
    // No longer than the 80 bytes that a RelayState may have (SAML bindings, 3.4.3).
    state: Buffer.concat(parts).toString("base64url"),
    nonce: about("nonce").digest("base64url"),
    codeVerifier: about("verifier").digest("base64url"),
    requestId: `_${about("request").digest("hex")}`,
  };
}

/** Which request a state says that it is of; null for what is no state. Whether it is, its row and the browser decide. */
export function readState(state: unknown): RequestKey | null {
  if (typeof state !== "string" || !STATE_SHAPE.test(state)) return null;
  const bytes = Buffer.from(state, "base64url");
  return {
    organizationId: idOf(bytes.subarray(0, ID_BYTES)),
    id: idOf(bytes.subarray(ID_BYTES, 2 * ID_BYTES)),
  };
}

/** What a row keeps of a browser's token. */
export const hashOfBrowser = (token: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(`browser ${token}`).digest());

const bytesOf = (id: string) => Buffer.from(id.replaceAll("-", ""), "hex");

const idOf = (bytes: Buffer) =>
  bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
