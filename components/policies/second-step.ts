import { formatCount } from "@/components/ui/format";
import type { PolicyKey } from "@/lib/policies/catalogue";

/** How many of an organization's people have a second step, and since when one is required of them. */
export type SecondSteps = { active: number; withSecondStep: number; requiredAt: string | null };

type Held = { mfaPolicy: unknown; mfaGraceDays: unknown };

const DAY_MS = 86_400_000;

/**
 * What is asked before a change that has people set a second step up at their next click; null where it does not.
 * @param held what holds before the change
 */
export function secondStepQuestion(
  key: PolicyKey,
  value: unknown,
  held: Held,
  { active, withSecondStep, requiredAt }: SecondSteps,
  now: Date,
): string | null {
  const without = active - withSecondStep;
  const isDue = ({ mfaPolicy, mfaGraceDays }: Held) => {
    const since = requiredAt ? new Date(requiredAt) : now;
    return mfaPolicy === "required" && since.getTime() + Number(mfaGraceDays) * DAY_MS <= now.getTime();
  };
  if (without === 0 || value === "" || isDue(held) || !isDue({ ...held, [key]: value })) return null;
  const people = `${formatCount(without)} of ${formatCount(active)} people`;
  return `${people} have no second step yet, and would have to set one up before anything else, at their next click: you too, if you are one of them.`;
}
