/** What becomes of people for whom there is no free seat. */
export const WHEN_SHORT = ["refuse", "some", "wait"] as const;
export type WhenShort = (typeof WHEN_SHORT)[number];

/** Giving people seats of a service, or taking them. */
export type SeatsChange =
  | { kind: "assignService"; serviceId: string; whenShort: WhenShort }
  | { kind: "withdrawService"; serviceId: string };

/** What giving people seats comes to. */
export type SeatPlan = {
  /** Those who get a seat now. */
  seated: number;
  /** Those who are put on the waiting list. */
  waiting: number;
  /** Those for whom there is no seat and who are put on no list. */
  short: number;
};

/**
 * Shares free seats out among people who have none.
 * @param wanting those who have no seat, of whom `alreadyWaiting` are on the waiting list
 * @param free how many seats nobody has
 */
export function shareSeats(
  wanting: number,
  alreadyWaiting: number,
  free: number,
  whenShort: WhenShort,
): SeatPlan {
  const seated = Math.min(wanting, free);
  const without = wanting - seated;
  // Nobody waits while there is a free seat.
  const listed = seated > 0 ? 0 : alreadyWaiting;
  return whenShort === "wait"
    ? { seated, waiting: Math.max(0, without - listed), short: 0 }
    : { seated, waiting: 0, short: without };
}

/** Why nobody, or not everybody, gets a seat. */
export function shortInWords(service: string, wanted: number, free: number): string {
  const missing = wanted - free;
  const seats = (count: number) => `${count.toLocaleString("en")} ${count === 1 ? "seat" : "seats"}`;
  return free === 0 && wanted === 1
    ? `No seat of “${service}” is free. Buy one, or put them on the waiting list.`
    : `${seats(missing)} of “${service}” ${missing === 1 ? "is" : "are"} missing: ${wanted.toLocaleString("en")} are needed and ${free.toLocaleString("en")} ${free === 1 ? "is" : "are"} free. Buy more, or use the waiting list.`;
}
