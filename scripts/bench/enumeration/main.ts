import { parseArgs } from "node:util";
import { newToken } from "@/lib/credentials/token";
import { routes } from "@/lib/routes";
import { areaApart } from "@/scripts/bench/enumeration/area";
import { type Answer, get, postForm, postJson, signInTo } from "@/scripts/bench/enumeration/ask";
import { wordsOf } from "@/scripts/bench/enumeration/form";
import { endLink, expectNoticed, fill, liveLink, type Someone } from "@/scripts/bench/enumeration/people";
import { type Product, withProduct } from "@/scripts/bench/shared/product";
import { randomFrom, shuffled } from "@/scripts/bench/shared/random";
import { median } from "@/scripts/bench/shared/statistics";
import { inTable, textTable } from "@/scripts/bench/shared/text-table";

const AREA_MAX = 0.55;
const AT_ONCE = 4;
const WARM_UP = 40;

const KINDS = ["there", "not there"] as const;
type Kind = (typeof KINDS)[number];
type Probe = { what: string; times: Record<Kind, number[]>; answers: Record<Kind, Set<string>> };

/** `npm run bench -- enumeration`. @returns whether nothing tells those who exist from those who do not */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({ args, options: { samples: { type: "string", default: "2000" } } });
  const samples = Number(values.samples);
  const proxies = { ROLLCALL_TRUSTED_PROXIES: "1" };
  const probes = await withProduct("enumeration", (product) => measure(product, samples), proxies);
  const rows = probes.map((probe) => [
    probe.what,
    inTable(median(probe.times.there), 1),
    inTable(median(probe.times["not there"]), 1),
    inTable(areaOf(probe), 3),
    hasOneAnswer(probe) ? "same" : "DIFFERENT",
    isKept(probe) ? "yes" : "NO",
  ]);
  const header = ["what", "there: ms", "not there: ms", `area (${AREA_MAX})`, "status and words", "ok"];
  console.log(`\n${samples} samples each.\n${textTable(header, rows)}`);
  return probes.every(isKept);
}

const areaOf = ({ times }: Probe) => areaApart(times.there, times["not there"]);
const hasOneAnswer = ({ answers }: Probe) => new Set([...answers.there, ...answers["not there"]]).size === 1;
const isKept = (probe: Probe) => areaOf(probe) <= AREA_MAX && hasOneAnswer(probe);

async function measure(product: Product, samples: number): Promise<Probe[]> {
  const people = await fill(product, samples + WARM_UP);
  const forgot = probe("forgot password");
  const opened = probe("opening a link");
  const asked = probe("asking for a new link");
  const chosen = probe("a password for a link");
  const pin = probe("PIN of an app");
  const pinForm = probe("PIN in the page");
  const signIn = probe("sign-in");
  const page = await get(product, routes.forgotPassword());
  await each(people, async (kind, { active, nobody }, isMeasured) => {
    const name = kind === "there" ? active : nobody;
    await time(forgot, kind, isMeasured, () => postForm(product, routes.forgotPassword(), page, { name }));
  });
  await each(people, async (kind, { token }, isMeasured) => {
    const path = routes.activate(kind === "there" ? token : newToken());
    const link = await time(opened, kind, isMeasured, () => get(product, path));
    await time(asked, kind, isMeasured, () => postForm(product, path, link, {}));
  });
  const live = await liveLink(product, people);
  const form = await get(product, routes.activate(live));
  await endLink(product, live);
  await each(people, async (kind, { token }, isMeasured) => {
    const own = kind === "there" ? token : newToken();
    const page = { ...form, body: form.body.replaceAll(live, own) };
    const typed = { password: "three green parrots sing" };
    await time(chosen, kind, isMeasured, () => postForm(product, routes.activate(own), page, typed));
  });
  await each(people, async (kind, { pending, nobody }, isMeasured) => {
    const given = { username: kind === "there" ? pending : nobody, pin: "482917" };
    await time(pin, kind, isMeasured, () => postJson(product, "/api/v1/activations", given));
  });
  const pinPage = await get(product, routes.pin());
  await each(people, async (kind, { pending, nobody }, isMeasured) => {
    const given = { username: kind === "there" ? pending : nobody, pin: "482917" };
    await time(pinForm, kind, isMeasured, async () => {
      const answer = await postForm(product, routes.pin(), pinPage, given);
      return { ...answer, body: answer.body.replaceAll(given.username, "") };
    });
  });
  const tryToSignIn = await signInTo(product);
  await each(people, async (kind, { active, nobody }, isMeasured) => {
    await time(signIn, kind, isMeasured, () => tryToSignIn(kind === "there" ? active : nobody));
  });
  await expectNoticed(product, people);
  return [forgot, opened, asked, chosen, pin, pinForm, signIn];
}

const probe = (what: string): Probe => ({
  what,
  times: { there: [], "not there": [] },
  answers: { there: new Set(), "not there": new Set() },
});

/**
 * Both kinds in an order of chance, so that whatever else the machine does befalls them alike: in turn, those who are
 * not there would more often come while the message to one who is there is being sent.
 */
async function each(
  people: readonly Someone[],
  work: (kind: Kind, someone: Someone, isMeasured: boolean) => Promise<void>,
): Promise<void> {
  const tries = (some: readonly Someone[]) =>
    some.flatMap((someone) => KINDS.map((kind) => ({ kind, someone })));
  const measured = shuffled(tries(people.slice(WARM_UP)), randomFrom(1));
  const all = [...tries(people.slice(0, WARM_UP)), ...measured].entries();
  const lane = async () => {
    for (const [index, { kind, someone }] of all) await work(kind, someone, index >= 2 * WARM_UP);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function time(
  { times, answers }: Probe,
  kind: Kind,
  isMeasured: boolean,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const start = performance.now();
  const answer = await ask();
  if (isMeasured) {
    times[kind].push(performance.now() - start);
    answers[kind].add(`${answer.status} ${wordsOf(answer.body)}`);
  }
  return answer;
}
