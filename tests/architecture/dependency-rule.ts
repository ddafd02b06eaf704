/** Source files by their path from the root, with `/` between parts. */
export type Sources = ReadonlyMap<string, string>;

type Import = { from: string; to: string; typeOnly: boolean };

type Rule = { why: string; from: RegExp; to: RegExp; unless?: RegExp };

// Who may import whom: docs/decisions/0005-dependency-rule.md.
const RULES: Rule[] = [
  {
    why: "the design system knows no domain",
    from: /^components\/ui\//,
    to: /^(app|lib|scripts|tests)\/|^components\/(?!ui\/)/,
  },
  { why: "components know no pages", from: /^components\//, to: /^(app|scripts|tests)\// },
  { why: "lib knows no screen", from: /^lib\//, to: /^(app|components|scripts|tests)\// },
  { why: "screens never see Prisma", from: /^(app|components)\//, to: /^lib\/(generated\/|db\.ts)/ },
  { why: "the product does not know its tests", from: /^(app|components|lib|scripts)\//, to: /^tests\// },
];

const TESTS = /\.test\.tsx?$|^tests\//;

/** Every import that the house does not allow, in words. */
export function findViolations(sources: Sources): string[] {
  const imports = [...sources].flatMap(([path, source]) => importsOf(path, source, sources));
  return [
    ...imports.flatMap((each) => brokenRules(each)),
    ...imports.flatMap((each) => brokenPurity(each, sources)),
    ...[...sources].flatMap(([path, source]) => brokenEnvironment(path, source)),
    ...[...sources].flatMap(([path, source]) => hiddenOutside(path, source)),
    ...findCycles(imports),
  ];
}

function brokenRules({ from, to, typeOnly }: Import): string[] {
  if (TESTS.test(from) || typeOnly) return [];
  return RULES.filter((rule) => rule.from.test(from) && rule.to.test(to)).map(
    ({ why }) => `${from} imports ${to}: ${why}.`,
  );
}

/** A file that says `server-only` touches the outside; one that does not say so is pure, and imports only pure ones. */
function brokenPurity({ from, to, typeOnly }: Import, sources: Sources): string[] {
  const isScreen = from.startsWith("app/") || /^(middleware|lib\/jobs\/worker)\.ts$/.test(from);
  if (typeOnly || isScreen || !/^(lib|components)\//.test(from) || TESTS.test(from)) return [];
  return !touchesOutside(sources.get(from)) && touchesOutside(sources.get(to))
    ? [`${from} imports ${to}: a pure file imports one that touches the outside.`]
    : [];
}

const touchesOutside = (source: string | undefined) => /^import "server-only";/m.test(source ?? "");

function brokenEnvironment(path: string, source: string): string[] {
  const allowed = path === "lib/env.ts" || !/^(app|components|lib|middleware)/.test(path) || TESTS.test(path);
  return !allowed && /process\.env\b/.test(source)
    ? [`${path} reads process.env: only lib/env.ts does.`]
    : [];
}

// The worker process itself, as a page is of the web process.
const OUTSIDE_ALL_THE_SAME = ["lib/jobs/worker.ts"];
const OUTSIDE = /^import (?!type\b)[^;]*?from "(?:node:fs|node:fs\/promises|node:os|pg|next\/headers)";/m;

/** A file that reads the disk, the machine, the database or the request is not pure, whether it says so or not. */
function hiddenOutside(path: string, source: string): string[] {
  if (!path.startsWith("lib/") || TESTS.test(path) || OUTSIDE_ALL_THE_SAME.includes(path)) return [];
  return OUTSIDE.test(source) && !touchesOutside(source)
    ? [`${path} touches the outside and does not say server-only.`]
    : [];
}

function importsOf(from: string, source: string, sources: Sources): Import[] {
  const pattern = /^\s*(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|\bimport\("([^"]+)"\)/gm;
  return [...source.matchAll(pattern)].flatMap((match) => {
    const to = resolve(from, match[2] ?? match[3] ?? "", sources);
    return to ? [{ from, to, typeOnly: match[1] !== undefined }] : [];
  });
}

function resolve(from: string, specifier: string, sources: Sources): string | null {
  const base = specifier.startsWith("@/")
    ? specifier.slice(2)
    : specifier.startsWith(".")
      ? new URL(specifier, `file:///${from}`).pathname.slice(1)
      : null;
  if (base === null) return null;
  const candidates = [base, `${base}.ts`, `${base}.tsx`, `${base}.mjs`, `${base}/index.ts`];
  return candidates.find((candidate) => sources.has(candidate)) ?? null;
}

function findCycles(imports: Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports) {
    if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    if (trail.includes(path)) {
      found.push(
        `${[...trail.slice(trail.indexOf(path)), path].join(" → ")}: files import each other in a circle.`,
      );
      return;
    }
    if (done.has(path)) return;
    for (const to of next.get(path) ?? []) visit(to, [...trail, path]);
    done.add(path);
  };
  for (const path of next.keys()) visit(path, []);
  return found;
}
