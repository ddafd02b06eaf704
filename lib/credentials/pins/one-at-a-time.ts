const last = new Map<string, Promise<unknown>>();

/**
 * Does work about the same thing one after the other within this process, in the order of asking. So what the first one
 * finds is counted before the second one is: of many right tries at once, none is refused for their number.
 */
export async function oneAtATime<T>(key: string, work: () => Promise<T>): Promise<T> {
  const run = (last.get(key) ?? Promise.resolve()).then(work);
  const over = run.catch(() => undefined);
  last.set(key, over);
  try {
    return await run;
  } finally {
    if (last.get(key) === over) last.delete(key);
  }
}
