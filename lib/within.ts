/**
 * Gives some work so long and no longer: its signal aborts then, and this rejects whether the work heeds it or not. A
 * fetch whose body is being read when its signal aborts may never settle (nodejs/node#56917).
 * @throws Error when it is not done in time
 */
export async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { promise: late, reject } = withRejection();
  const timer = setTimeout(() => {
    const error = new Error(`No answer within ${ms / 1000} s.`);
    reject(error);
    controller.abort(error);
  }, ms);
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

function withRejection(): { promise: Promise<never>; reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_, rejected) => {
    reject = rejected;
  });
  return { promise, reject };
}
