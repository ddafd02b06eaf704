export const EXTENSION_TYPES = ["sip", "web"] as const;
export type ExtensionType = (typeof EXTENSION_TYPES)[number];

export const EXTENSION_TYPE_LABELS: Record<ExtensionType, string> = { sip: "SIP", web: "Web" };

export const EXTENSION_TYPE_HINTS: Record<ExtensionType, string> = {
  sip: "A softphone or an IP phone, which signs in with a secret.",
  web: "From the dashboard only, with no softphone.",
};

export const STRATEGIES = ["ringAll", "roundRobin", "fewestCalls"] as const;
export type Strategy = (typeof STRATEGIES)[number];

export const STRATEGY_LABELS: Record<Strategy, string> = {
  ringAll: "Ring all",
  roundRobin: "Round robin",
  fewestCalls: "Fewest calls",
};

export const STRATEGY_HINTS: Record<Strategy, string> = {
  ringAll: "Everybody's phone rings, and whoever is first has the call.",
  roundRobin: "One after the other, in order, going on where the last call went.",
  fewestCalls: "Whoever has had the fewest calls so far.",
};

/** @throws Error for a type that there is not */
export const extensionType = (text: string): ExtensionType => oneOf(EXTENSION_TYPES, text);

/** @throws Error for a strategy that there is not */
export const strategyOf = (text: string): Strategy => oneOf(STRATEGIES, text);

function oneOf<T extends string>(all: readonly T[], text: string): T {
  const found = all.find((each) => each === text);
  if (!found) throw new Error("There is a kind that there is not.");
  return found;
}
