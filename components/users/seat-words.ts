import { formatCount } from "@/components/ui/format";
import { countPeople } from "@/components/users/bulk-words";
import type { SeatPlan } from "@/lib/services/assigning";

const seats = (count: number) => `${formatCount(count)} ${count === 1 ? "seat" : "seats"}`;

/** Who gets a seat, and who waits for one, in numbers. */
export function seatsInWords({ seated, waiting }: SeatPlan): string {
  const get = `${countPeople(seated)} ${seated === 1 ? "gets" : "get"} a seat`;
  return waiting > 0 ? `${get}, and ${countPeople(waiting)} go on the waiting list.` : `${get}.`;
}

/** How many seats are missing; null where there are enough or who gets none waits. */
export function shortOf({ short, seated }: SeatPlan): string | null {
  if (short === 0) return null;
  return `${seats(short)} ${short === 1 ? "is" : "are"} missing: ${formatCount(seated)} ${seated === 1 ? "is" : "are"} free, and ${formatCount(seated + short)} are needed.`;
}

/** What is said when the seats that people had were given to others meanwhile. */
export const missingInWords = (missing: number): string =>
  `${seats(missing)} of theirs ${missing === 1 ? "is" : "are"} not free any more.`;
