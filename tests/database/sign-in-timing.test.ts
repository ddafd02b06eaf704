import { expect, test } from "vitest";
import { hashPassword } from "@/lib/auth/passwords";
import { REFUSAL_STEP_MS, signIn } from "@/lib/auth/sign-in";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import { makeOrganization, makeUser, type TestOrganization } from "@/tests/support/product-people";

const SAMPLES = 200;
const AT_ONCE = 10;
const WARM_UP = 20;

test("a wrong name and a wrong password cannot be told apart by the time they take", async () => {
  const organization = await makeOrganization();
  const users = await makeAccounts(organization);
  const tries = users.flatMap(({ username }, index) => {
    const domain = index % 2 === 0 ? organization.domain : `nowhere${index}.example`;
    return [
      { kind: "password" as const, username },
      { kind: "name" as const, username: `nobody${index}@${domain}` },
    ];
  });
  const times = { password: [] as number[], name: [] as number[] };
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

  const area = areaUnderCurve(times.password, times.name);
  const medians = Object.entries(times).map(([kind, each]) => `wrong ${kind} ${median(each).toFixed(1)} ms`);
  console.log(`Medians: ${medians.join(", ")}. Area under the curve: ${area.toFixed(3)}.`);
  expect(Math.abs(area - 0.5)).toBeLessThanOrEqual(0.15);
});

test("no refusal comes before the step that hides its work, however little there is to do", async () => {
  const organization = await makeOrganization();
  const { username } = await makeUser(organization);
  for (const each of [username, "nobody@nowhere.example", username, "nobody@nowhere.example"]) {
    const start = performance.now();
    await signIn({ username: each, password: "not the right password", ip: each, userAgent: null });
    expect(performance.now() - start).toBeGreaterThan(REFUSAL_STEP_MS - 2);
  }
});

/** Many accounts, each with a password, in a few statements. */
async function makeAccounts({ id: organizationId, domain, domainId }: TestOrganization) {
  const names = { firstName: "Una", lastName: "Upton", activatedAt: new Date() };
  const users = Array.from({ length: SAMPLES }, (_, index) => {
    const username = `una${index}@${domain}`;
    return { organizationId, domainId, id: newId(), username, accessEmail: username, ...names };
  });
  const hash = await hashPassword("correct horse battery staple");
  await withOrganization(organizationId, async (tx) => {
    await tx.user.createMany({ data: users });
    await tx.password.createMany({ data: users.map(({ id }) => ({ organizationId, userId: id, hash })) });
  });
  return users;
}

/** The chance that one of the first takes longer than one of the second (Mann-Whitney): 0.5 tells nothing apart. */
function areaUnderCurve(first: number[], second: number[]): number {
  const wins = first.flatMap((a) => second.map((b): number => (a > b ? 1 : a === b ? 0.5 : 0)));
  return wins.reduce((sum, win) => sum + win, 0) / wins.length;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
