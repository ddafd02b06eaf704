/** Thrown when so many wait that one more would only make all of them slower. */
export class TooBusy extends Error {}

/**
 * Lets so many pieces of work run at a time, in the order in which they came.
 * @returns runs a piece of work once it is its turn; throws TooBusy where as many wait already as may
 */
export function turns(atOnce: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async function inTurn<T>(work: () => Promise<T>, waitingMax: number): Promise<T> {
    if (running >= atOnce) {
      if (waiting.length >= waitingMax) throw new TooBusy("Too many wait already.");
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/**
 * The same for many, each of whom has so many turns at a time of their own. Of whoever has nothing under way nothing is
 * kept.
 */
export function turnsOfEach(atOnce: number) {
  const there = new Map<string, { inTurn: ReturnType<typeof turns>; count: number }>();
  return async function inTurnOf<T>(key: string, work: () => Promise<T>, waitingMax: number): Promise<T> {
    const own = there.get(key) ?? { inTurn: turns(atOnce), count: 0 };
    there.set(key, own);
    own.count += 1;
    try {
      return await own.inTurn(work, waitingMax);
    } finally {
      own.count -= 1;
      if (own.count === 0) there.delete(key);
    }
  };
}
