import "server-only";
import { hash, verify } from "@node-rs/argon2";
import { turns } from "@/lib/turns";

// OWASP's argon2id minimum: 19 MiB, 2 passes, 1 lane; about 10 ms. The library's default algorithm is argon2id.
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const HASHES_AT_ONCE = 2;
const HASHES_WAITING_MAX = 200;

const inTurn = turns(HASHES_AT_ONCE);

/**
 * Hashes a password with argon2id (RFC 9106), in NFC as NIST SP 800-63B-4 §3.1.1.2 asks. Waits however many sign-ins
 * wait: whoever sets a password has shown a link or a session.
 */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize("NFC"), PARAMETERS), Number.POSITIVE_INFINITY);
}

/**
 * Compares a password with a hash; without a hash it takes the same time and says no.
 * @throws TooBusy
 */
export async function verifyPassword(
  password: string,
  stored: string | null,
  waitingMax = HASHES_WAITING_MAX,
): Promise<boolean> {
  const against = stored ?? (await placeholder());
  const matches = await inTurn(() => verify(against, password.normalize("NFC")), waitingMax);
  return matches && stored !== null;
}

let placeholderHash: Promise<string> | undefined;

function placeholder(): Promise<string> {
  placeholderHash ??= hash("no account has this password", PARAMETERS);
  return placeholderHash;
}
