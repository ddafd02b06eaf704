/** An environment of a child as `spawn` wants it; Next's types would have it say `NODE_ENV`, which the child decides. */
export const environmentOf = (environment: Record<string, string | undefined>) =>
  environment as NodeJS.ProcessEnv;
