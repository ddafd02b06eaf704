import { stripVTControlCharacters } from "node:util";

/** What failed, and in the first lines why. */
export type Failed = { name: string; reason: string };

/** How many tests passed, and which failed. */
export type Count = { passed: number; failures: Failed[] };

/** What `vitest-reporter.ts` writes. */
export type VitestReport = Count;

/** The part of Playwright's JSON report that is counted. */
export type PlaywrightReport = {
  stats: { expected: number };
  errors: { message?: string }[];
  suites: PlaywrightSuite[];
};

type PlaywrightSuite = {
  suites?: PlaywrightSuite[];
  specs: {
    title: string;
    file: string;
    line: number;
    tests: { status: string; results: { errors: { message?: string }[] }[] }[];
  }[];
};

/** A test that passed only when it was tried again counts as failed: nobody looks at it otherwise. */
export function countPlaywright({ stats, errors, suites }: PlaywrightReport): Count {
  const outside = errors.map(({ message = "" }) => ({ name: "outside of every test", reason: message }));
  return { passed: stats.expected, failures: [...suites.flatMap(failuresIn), ...outside] };
}

function failuresIn({ suites = [], specs }: PlaywrightSuite): Failed[] {
  const own = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ results }) => ({
        name: `${file}:${line} > ${title}`,
        reason: results
          .flatMap(({ errors }) => errors)
          .map(({ message = "" }) => message)
          .join("\n"),
      })),
  );
  return [...own, ...suites.flatMap(failuresIn)];
}

/** Adds a failure that the report does not tell of and the exit code does. */
export function withExitCode({ passed, failures }: Count, exitCode: number): Count {
  const untold = { name: "the run as a whole", reason: `It ended with code ${exitCode}.` };
  return { passed, failures: exitCode !== 0 && failures.length === 0 ? [untold] : failures };
}

const REASON_LINES = 12;
const REASON_CHARACTERS = 1_500;

/** A failure as it is shown at the end, when its whole output has long scrolled away. */
export function describeFailed({ name, reason }: Failed): string {
  const lines = stripVTControlCharacters(reason).slice(0, REASON_CHARACTERS).trim().split("\n");
  return [name, ...lines.slice(0, REASON_LINES).map((line) => `    ${line}`)].join("\n");
}
