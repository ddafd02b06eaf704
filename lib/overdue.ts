import type { Failure } from "@/lib/result";
import { TooBusy } from "@/lib/turns";

const busy = (message: string): Failure => ({ code: "busy", message });

const CROWDED = busy(
  "Too much of your organization is under way already, and nothing was changed. Try again in a minute.",
);
const WAITED = busy(
  "Something else under way in your organization keeps this waiting, and nothing was changed. Try again in a minute.",
);
const TOOK_LONG = busy("This took too long, and nothing was changed. Try again later, or for fewer people.");

/**
 * What to say of something that came to nothing because it had to wait or took too long: for a turn, for a lock (SQLSTATE
 * 55P03), in one statement (57014), or as a whole, by Prisma's own clock (P2028); null for anything else.
 */
export function overdue(error: unknown): Failure | null {
  if (error instanceof TooBusy) return CROWDED;
  if (!(error instanceof Error)) return null;
  const { code = "", meta = {} } = error as { code?: unknown; meta?: unknown };
  const told = `${String(code)} ${error.message} ${JSON.stringify(meta)}`;
  if (/\b55P03\b/.test(told)) return WAITED;
  return /\b(?:57014|P2028)\b/.test(told) ? TOOK_LONG : null;
}
