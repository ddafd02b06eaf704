import type { PageCase } from "@/scripts/bench/pages/cases";
import type { Load } from "@/scripts/bench/pages/load";
import type { MeasuredPage } from "@/scripts/bench/pages/report";

// V8 compiles what is busy in several steps; figures settle after some hundred answers.
const WARM_UP_SECONDS = 10;

type Turns = {
  rounds: number;
  seconds: number;
  load: (path: string, seconds: number) => Promise<Load>;
  loadBare: (seconds: number) => Promise<Load>;
};

/** Each page and right after it the bare one, round by round: what disturbs the machine disturbs both. */
export async function inTurns(
  cases: readonly PageCase[],
  { rounds, seconds, load, loadBare }: Turns,
): Promise<MeasuredPage[]> {
  await loadBare(WARM_UP_SECONDS);
  for (const { path } of cases) await load(path, WARM_UP_SECONDS);
  const measured = cases.map(({ name }): MeasuredPage => ({ name, ours: [], bare: [] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { path }] of cases.entries()) {
      measured[index]?.ours.push(await load(path, seconds));
      measured[index]?.bare.push(await loadBare(seconds));
    }
  }
  return measured;
}
