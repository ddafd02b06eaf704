import { expect, test } from "vitest";
import { signIn } from "@/lib/auth/sign-in";
import { givePassword, makeOrganization, makeUser } from "@/tests/support/product-people";

const SAMPLES = 200;
const AT_ONCE = 10;
const WARM_UP = 20;

test("a wrong name and a wrong password cannot be told apart by the time they take", async () => {
  const organization = await makeOrganization();
  const users = await Promise.all(Array.from({ length: SAMPLES }, () => makeUser(organization)));
  for (const user of users) await givePassword(user, "correct horse battery staple");
  const tries = users.flatMap(({ username }, index) => [
    { kind: "password" as const, username },
    { kind: "name" as const, username: `nobody${index}@${organization.domain}` },
    { kind: "domain" as const, username: `nobody@nowhere${index}.example` },
  ]);
  const times = { password: [] as number[], name: [] as number[], domain: [] as number[] };
  let next = 0;
  const attack = async () => {
    while (next < tries.length) {
      const index = next;
      next += 1;
      const { kind, username } = tries[index] ?? { kind: "name", username: "" };
      const start = performance.now();
      const ip = `192.0.2.${index % 250}`;
      const { ok } = await signIn({ username, password: "not the right password", ip, userAgent: null });
      expect(ok).toBe(false);
      if (index >= WARM_UP) times[kind].push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, attack));

  const areas = [areaUnderCurve(times.password, times.name), areaUnderCurve(times.password, times.domain)];
  const medians = Object.entries(times).map(
    ([kind, each]) => `wrong ${kind} ${quantile(each, 0.1).toFixed(1)}–${quantile(each, 0.5).toFixed(1)} ms`,
  );
  console.log(
    `${medians.join(", ")}; areas under the curve ${areas.map((area) => area.toFixed(3)).join(", ")}`,
  );
  for (const area of areas) expect(Math.abs(area - 0.5)).toBeLessThanOrEqual(0.15);
  // On a busy machine noise hides a difference from the areas; the fastest answers have the least noise in them.
  const fastest = Object.values(times).map((each) => quantile(each, 0.1));
  expect(Math.max(...fastest) - Math.min(...fastest)).toBeLessThan(2);
});

/** The chance that one of the first takes longer than one of the second (Mann-Whitney): 0.5 tells nothing apart. */
function areaUnderCurve(first: number[], second: number[]): number {
  const wins = first.flatMap((a) => second.map((b): number => (a > b ? 1 : a === b ? 0.5 : 0)));
  return wins.reduce((sum, win) => sum + win, 0) / wins.length;
}

const quantile = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
