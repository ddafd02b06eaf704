import { createHash } from "node:crypto";

const LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const LENGTH = 24;

/** 24 letters and digits that are told apart when somebody types them: some 139 bits. */
export function newSipSecret(randomInt: (max: number) => number): string {
  return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}

/** What a registrar needs of a secret: HA1 by MD5 (RFC 2617 §3.2.2.2) and by SHA-256 (RFC 7616 §3.4.2, RFC 8760), in hexadecimal. */
export function digestsOf(
  number: string,
  realm: string,
  secret: string,
): { ha1Md5: string; ha1Sha256: string } {
  const text = `${number}:${realm}:${secret}`;
  const digest = (algorithm: string) => createHash(algorithm).update(text).digest("hex");
  return { ha1Md5: digest("md5"), ha1Sha256: digest("sha256") };
}

/** What a softphone reads from a QR code: the address with its secret as a SIP URI (RFC 3261 §19.1), and the server on its way. */
export function provisioningUri(number: string, realm: string, server: string, secret: string): string {
  const address = `sip:${number}:${secret}@${realm}`;
  return server === realm ? address : `${address}?Route=${encodeURIComponent(`<sip:${server};lr>`)}`;
}
