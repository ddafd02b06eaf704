import type { Failure } from "@/lib/result";

type Barred = { group: string; people: string[] };

/** What the database raises for a rule's sake, by SQLSTATE, with what it tells beside. */
const REFUSALS: Record<string, (detail: string, isNamed: boolean) => Failure> = {
  // Somebody would come by rights that whoever acts lacks.
  RC001: (detail, isNamed) => ({
    code: "forbidden",
    message: isNamed ? gainWords(JSON.parse(detail) as Barred[]) : UNNAMED,
  }),
  // A property would go, or be another one, that a rule asks for.
  RC002: (detail, isNamed) => {
    const names = (JSON.parse(detail) as string[]).map((name) => `“${name}”`).join(", ");
    const groups = isNamed ? names : "a group";
    return {
      code: "conflict",
      message: `The rule of ${groups} asks for this property. Change the rule first.`,
    };
  },
};

const UNNAMED =
  "Nothing is changed: a rule would bring rights with it that you do not hold. Ask your administrator.";

/** The database names one more, to say that there are others. */
const NAMED = 2;

/** Why nothing is written that would bring people into groups by rule with rights that whoever acts lacks. */
export function gainWords(barred: readonly Barred[]): string {
  const words = barred.map(
    ({ group, people }) =>
      `${people.slice(0, NAMED).join(", ")}${people.length > NAMED ? " and others" : ""} into “${group}”`,
  );
  return `Nothing is changed: rules would take ${words.join("; ")}, with rights that you do not hold.`;
}

/**
 * The refusal that an error of the database stands for; null for any that no rule is the reason of.
 * @param isNamed whether whoever reads it may know the groups
 */
export function ruleRefusal(error: unknown, isNamed = true): Failure | null {
  return refusalIn(error, isNamed, 0);
}

/** Where drivers and Prisma's client keep what the database said: each wraps the one below. */
const WITHIN = ["cause", "meta", "driverAdapterError"] as const;
const DEPTH_MAX = 6;

function refusalIn(error: unknown, isNamed: boolean, depth: number): Failure | null {
  if (typeof error !== "object" || error === null || depth > DEPTH_MAX) return null;
  const told = error as Record<string, unknown>;
  for (const code of [told.code, told.originalCode]) {
    const refusal = typeof code === "string" ? REFUSALS[code] : undefined;
    if (refusal && typeof told.detail === "string") return refusal(told.detail, isNamed);
  }
  for (const name of WITHIN) {
    const found = refusalIn(told[name], isNamed, depth + 1);
    if (found) return found;
  }
  return null;
}
