import "server-only";
import { keyOfNetwork } from "@/lib/auth/throttle";
import { TooBusy, turns } from "@/lib/turns";

// Beside those who sign in, others work. Whoever waits holds no connection to the database.
const AT_ONCE = 8;
const WAITING_MAX = 200;
/** Of one network, so that a few of them leave room for the others. */
const OF_NETWORK_MAX = 60;

const inTurn = turns(AT_ONCE);
const there = new Map<string, number>();

/**
 * Signs somebody in when it is their turn.
 * @returns null where too many wait already, in all or from that network: turned away here, they cost next to nothing
 */
export async function admitted<T>(network: string, work: () => Promise<T>): Promise<T | null> {
  const key = keyOfNetwork(network);
  const count = there.get(key) ?? 0;
  if (count >= OF_NETWORK_MAX) return null;
  there.set(key, count + 1);
  try {
    return await inTurn(work, WAITING_MAX);
  } catch (error) {
    if (error instanceof TooBusy) return null;
    throw error;
  } finally {
    const left = (there.get(key) ?? 1) - 1;
    if (left > 0) there.set(key, left);
    else there.delete(key);
  }
}
