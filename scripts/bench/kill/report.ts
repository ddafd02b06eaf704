import type { Round } from "@/scripts/bench/kill/round";
import { inTable, textTable } from "@/scripts/bench/shared/text-table";

const SECONDS_MAX = 60;

/** The rounds as a table with a line of sums, and whether nothing was lost, doubled or late. */
export function reportKills(rounds: readonly Round[], good: number): { text: string; isKept: boolean } {
  const rows = rounds.map((round, index) => [
    String(index + 1),
    round.target,
    inTable(round.afterMs / 1000, 1),
    round.state,
    inTable(round.restart, 1),
    inTable(round.takenUp, 1),
    inTable(round.done, 1),
    inTable(round.users, 0),
    isKept(round) ? "yes" : "NO",
  ]);
  const header = [
    "round",
    "killed",
    "at s",
    "while",
    "back in s",
    "taken up in s",
    "done in s",
    "people",
    "ok",
  ];
  const faults = rounds.flatMap((round, index) =>
    round.faults.map((fault) => `Round ${index + 1}: ${fault}.`),
  );
  const sum = (of: (round: Round) => number) => rounds.reduce((total, round) => total + of(round), 0);
  const latest = Math.max(...rounds.map(({ takenUp }) => takenUp ?? 0));
  const last = [
    `${rounds.length} kills: ${sum(({ users }) => Math.max(0, good - users))} people lost`,
    `${sum(({ users }) => Math.max(0, users - good))} doubled`,
    `taken up after at most ${inTable(latest, 1)} s (allowed ${SECONDS_MAX} s)`,
    `${rounds.filter(isKept).length} of ${rounds.length} rounds as they should be.`,
  ].join(", ");
  return { text: [textTable(header, rows), ...faults, "", last].join("\n"), isKept: rounds.every(isKept) };
}

function isKept({ faults, takenUp, done }: Round): boolean {
  return faults.length === 0 && Math.min(takenUp ?? done, done) <= SECONDS_MAX;
}
