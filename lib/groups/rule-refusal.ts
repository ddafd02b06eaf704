import type { Failure } from "@/lib/result";

/** What `follow_rules` raises when somebody would come by rights that whoever acts lacks. */
const RULE_GAIN = "RC001";

type Barred = { group: string; people: string[] };

/** The refusal that an error of the database stands for: a rule would have given too much; null for any other. */
export function ruleRefusal(error: unknown): Failure | null {
  const detail = detailOf(error);
  if (detail === null) return null;
  const words = (JSON.parse(detail) as Barred[]).map(
    ({ group, people }) =>
      `${people.slice(0, NAMED).join(", ")}${people.length > NAMED ? " and others" : ""} into “${group}”`,
  );
  return {
    code: "forbidden",
    message: `Nothing is changed: rules would take ${words.join("; ")}, with rights that you do not hold.`,
  };
}

/** The database names one more, to say that there are others. */
const NAMED = 2;

/** Where drivers and Prisma's client keep what the database said: each wraps the one below. */
const WITHIN = ["cause", "meta", "driverAdapterError"] as const;
const DEPTH_MAX = 6;

function detailOf(error: unknown, depth = 0): string | null {
  if (typeof error !== "object" || error === null || depth > DEPTH_MAX) return null;
  const told = error as Record<string, unknown>;
  if ((told.code === RULE_GAIN || told.originalCode === RULE_GAIN) && typeof told.detail === "string")
    return told.detail;
  for (const name of WITHIN) {
    const found = detailOf(told[name], depth + 1);
    if (found !== null) return found;
  }
  return null;
}
