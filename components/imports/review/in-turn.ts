/**
 * Runs one thing after another in the order in which they were asked for, whatever became of those before. It begins
 * at once when nothing runs, and so before what the caller shows meanwhile is drawn.
 */
export function inTurn(): <T>(run: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> | null = null;
  return (run) => {
    const next = last ? last.then(run, run) : run();
    last = next;
    const forget = () => {
      if (last === next) last = null;
    };
    next.then(forget, forget);
    return next;
  };
}
