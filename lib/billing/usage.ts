import { type Billed, seatsOn } from "@/lib/billing/charge";
import { addDays, type Day, daysBetween } from "@/lib/billing/days";

/** A number that holds from a day on. */
export type Step = { day: Day; value: number };

/** Every day from one to another, both among them. */
export const daysFrom = (first: Day, last: Day): Day[] =>
  Array.from({ length: Math.max(0, daysBetween(first, last) + 1) }, (_, index) => addDays(first, index));

/** A number over some days, told at the first of them and wherever it is another. */
export function stepsOf(days: readonly Day[], valueOn: (day: Day) => number): Step[] {
  const steps: Step[] = [];
  for (const day of days) {
    const value = valueOn(day);
    if (steps.at(-1)?.value !== value) steps.push({ day, value });
  }
  return steps;
}

/** How many seats several subscriptions of one service have on a day. */
export const boughtOn = (subscriptions: readonly Billed[], day: Day): number =>
  subscriptions.reduce((sum, each) => sum + seatsOn(each, day), 0);

/** What steps come to on a day; 0 before the first. They are in order. */
export const valueOn = (steps: readonly Step[], day: Day): number =>
  steps.findLast((step) => step.day <= day)?.value ?? 0;
