import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Result } from "@/lib/result";
import type { UserFilter } from "@/lib/users/filter";
import { strike, untilRestarted } from "@/scripts/bench/kill/strike";
import { type Peer, startPeer } from "@/scripts/bench/messages/peer";
import { addPeople, countStates, makeDue } from "@/scripts/bench/messages/people";
import { withDatabase } from "@/scripts/bench/shared/database";
import { type Product, withProduct } from "@/scripts/bench/shared/product";
import { randomFrom } from "@/scripts/bench/shared/random";
import { inTable } from "@/scripts/bench/shared/text-table";
import { signIn } from "@/scripts/bench/shared/visitor";

const ORG = "acme";
const SEARCH = "bench";
const TIMEOUT_MS = 30 * 60_000;

type Run = { people: number; kills: number; faults: number; perSecond: number };

/** `npm run bench -- messages`. @returns whether every invitation was accepted, and none of them twice */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: {
      people: { type: "string", default: "10000" },
      kills: { type: "string", default: "20" },
      faults: { type: "string", default: "0.3" },
      "per-second": { type: "string", default: "10" },
      by: { type: "string", default: "resend" },
      seed: { type: "string", default: "1" },
    },
  });
  const given = {
    people: Number(values.people),
    kills: Number(values.kills),
    faults: Number(values.faults),
    perSecond: Number(values["per-second"]),
  };
  const random = randomFrom(Number(values.seed));
  const peer = await startPeer(values.by === "smtp" ? "smtp" : "resend", { random, ...given });
  try {
    return await withProduct("messages", (product) => send(product, peer, given, random), peer.environment);
  } finally {
    await peer.close();
  }
}

async function send(product: Product, peer: Peer, given: Run, random: () => number): Promise<boolean> {
  const { people, kills } = given;
  await withDatabase(product, (client) => addPeople(client, ORG, people));
  const admin = await signIn(product, product.account("admin"));
  const filter: UserFilter = { search: SEARCH, status: null, role: null, importId: null, groupId: null };
  const composed = { audience: { filter }, templateKey: "invitation", method: "email", expected: people };
  const queued = await admin.act<Result<{ queued: number }>>("send", [ORG, composed]);
  if (!queued.ok) throw new Error(queued.error.message);
  const startedAt = performance.now();
  let struck = 0;
  let nextSight = 0;
  for (;;) {
    const states = await withDatabase(product, (client) => countStates(client, ORG));
    const sent = states.sent ?? 0;
    if (performance.now() > nextSight) {
      nextSight = performance.now() + 10_000;
      console.log(
        `${inTable((performance.now() - startedAt) / 1000, 0)} s: ${JSON.stringify(states)}, ${struck} kills`,
      );
    }
    if (sent + (states.failed ?? 0) === people || performance.now() - startedAt > TIMEOUT_MS) break;
    // A kill for each so many messages, while there is something to send: a worker that waits loses nothing.
    const isDue = struck < kills && sent >= (struck * people) / (kills + 1) && (states.sending ?? 0) > 0;
    if (isDue) {
      await sleep(random() * 500);
      const victims = await strike(product, "worker");
      await untilRestarted(product, "worker", victims);
      struck += 1;
    }
    await withDatabase(product, (client) => makeDue(client, ORG));
    await sleep(200);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return report(await withDatabase(product, (client) => countStates(client, ORG)), peer, {
    ...given,
    struck,
    seconds,
  });
}

function report(
  states: Record<string, number>,
  peer: Peer,
  { people, kills, struck, seconds }: Run & { struck: number; seconds: number },
): boolean {
  const times = peer.times();
  const twice = times.filter((count) => count > 1).length;
  const missing = people - times.length;
  console.log(`\nThe peer answered ${JSON.stringify(peer.answers())}.`);
  console.log(`The product says ${JSON.stringify(states)}.`);
  console.log(
    `${people} invitations, ${struck} kills, ${inTable(seconds, 0)} s: ${missing} missing, ${twice} accepted more than once.`,
  );
  // SMTP knows no key: what a worker was handing over when it was killed may be there twice.
  const twiceMax = peer.hasKeys ? 0 : kills * 80;
  return missing === 0 && twice <= twiceMax && states.sent === people && struck === kills;
}
