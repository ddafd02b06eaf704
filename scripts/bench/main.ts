import { countStolen } from "@/scripts/bench/shared/stolen";
import { Failure } from "@/scripts/shared/failure";

type Bench = { run(args: string[]): Promise<boolean> };

const benches: Record<string, () => Promise<Bench>> = {
  import: () => import("@/scripts/bench/import/main"),
  pages: () => import("@/scripts/bench/pages/main"),
  review: () => import("@/scripts/bench/review/main"),
  bombs: () => import("@/scripts/bench/bombs/main"),
  messages: () => import("@/scripts/bench/messages/main"),
  kill: () => import("@/scripts/bench/kill/main"),
  enumeration: () => import("@/scripts/bench/enumeration/main"),
  rules: () => import("@/scripts/bench/rules/main"),
  sync: () => import("@/scripts/bench/sync/main"),
  overview: () => import("@/scripts/bench/overview/main"),
  scim: () => import("@/scripts/bench/scim/main"),
  "sign-ins": () => import("@/scripts/bench/sign-ins/main"),
};

const usage = `Usage: npm run bench -- <what>

  import [--rows 100000] [--runs 1] [--format csv|xlsx] [--mode createOnly|both]
                                      an import from its upload to its end and back, beside the library that reads
                                      the file and COPY; with both, half of the people are there already
  pages [--seconds 10]                the people list at 100,000 users, beside a bare Next page
  review [--rows 100000]              scrolling and editing the review's grid in Chromium
  bombs                               files that are made to burst, and what becomes of web meanwhile
  messages [--people 10000] [--kills 20] [--faults 0.3] [--per-second 10] [--by resend|smtp]
                                      invitations to a mail service that fails, with kill -9 of the worker meanwhile
  kill [--times 20] [--rows 20000]    kill -9 at random moments of an import and its undo, and nothing lost
  enumeration [--samples 2000]        whether status, words and time tell who exists: forgot password, links, PINs, sign-in
  rules [--people 100000] [--groups 200] [--ruled 20]
                                      a rule that is changed, a person who is, and the list beside a bare Next page
  sync [--people 100000]              people who come from a directory, beside an import of as many
  overview [--organizations 1000] [--people 1000]
                                      the overview of one organization and of all that somebody manages
  scim [--people 100000] [--per-second 25] [--seconds 60]
                                      a directory that keeps people in step by SCIM: adds, changes, looks up, lists
  sign-ins [--people 500] [--waves 4] people who all sign in at the same moment, and what others' pages take meanwhile

Each starts the product in a data directory of its own and removes it at the end.`;

/** `npm run bench`: measures the product against limits taken in the same run. Exit code 1 when one is not kept. */
export async function main([what = "", ...args]: string[]): Promise<void> {
  const load = benches[what];
  if (!load) throw new Failure(usage);
  const stolen = countStolen();
  const isKept = await (await load()).run(args);
  const share = stolen();
  if (share !== null)
    console.log(`\nOther virtual machines had ${(share * 100).toFixed(1)} % of the processors' time.`);
  process.exit(isKept ? 0 : 1);
}
