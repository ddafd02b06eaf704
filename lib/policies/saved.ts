import type { PolicyState } from "@/lib/policies/state";
import { ok, type Result } from "@/lib/result";

/** What came of saving a policy: whether somebody else was there first, and all of them as they are now. */
export type Saved = { isConflict: boolean; policies: PolicyState[] };

/** The answer of an action that saves a policy. */
export async function savedAs(
  result: Result<null>,
  read: () => Promise<PolicyState[]>,
): Promise<Result<Saved>> {
  if (!result.ok && result.error.code !== "conflict") return result;
  return ok({ isConflict: !result.ok, policies: await read() });
}
