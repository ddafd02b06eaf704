import type { Assignment } from "@/lib/permissions/grants";
import { ALL_PERMISSIONS, PERMISSIONS, type Permission } from "@/lib/permissions/permissions";
import { ACCESS_PROFILE_LABELS, ACCESS_PROFILES, ROLE_LABELS, ROLES } from "@/lib/permissions/roles";

/** What a line is about, in the order in which lines are told. */
const KINDS = ["role", "accessProfile", "group", "permission", "follows", "rule"] as const;
type LineKind = (typeof KINDS)[number];

/** How many of some people have one thing; `value` is a role, a profile, a permission, or the id of a group or a person. */
export type Held = { kind: LineKind; value: string; people: number };

/** What becomes of a thing: it comes, it goes, or it stays because a rule gives it and nobody's choice. */
export type Becomes = "gained" | "lost" | "kept";

type DifferenceLine = { key: string; label: string; becomes: Becomes; people: number };

/** What giving some people rights makes of them, line by line; `followers` have by following what these have. */
export type Difference = { lines: DifferenceLine[]; followers: number };

/** What everybody is given: an assignment, and perhaps whom they follow. */
export type GivenAnew = Assignment & { follows: string | null };

/**
 * What some people gain, lose and keep when all of them are given exactly the same: of one person or of a hundred thousand,
 * with how many of them each line is about. A role and a profile that give nothing are no lines.
 * @param people how many it is about
 * @param held what they have, counted
 * @param names of groups and of people who are followed, by their ids
 * @param moves who comes into groups by rule and goes out of them, because of the role that they get
 */
export function differenceOf(
  people: number,
  held: readonly Held[],
  given: GivenAnew,
  names: ReadonlyMap<string, string>,
  moves: readonly Moved[] = [],
): DifferenceLine[] {
  const anew = thingsOf(given);
  const lineOf = (thing: Thing, becomes: Becomes, count: number) => ({ thing, becomes, people: count });
  const gained = anew.map((thing) =>
    lineOf(thing, "gained", people - (held.find((each) => isSame(each, thing))?.people ?? 0)),
  );
  const others = held
    .filter((each) => !anew.some((thing) => isSame(each, thing)) && !givesNothing(each))
    .map((each) =>
      each.kind === "rule"
        ? lineOf(each, "kept", each.people - (moves.find(({ groupId }) => groupId === each.value)?.went ?? 0))
        : lineOf(each, "lost", each.people),
    );
  const moved = moves.flatMap(({ groupId: value, came, went }) => [
    lineOf({ kind: "rule", value }, "gained", came),
    lineOf({ kind: "rule", value }, "lost", went),
  ]);
  return [...gained, ...others, ...moved]
    .filter((line) => line.people > 0)
    .map((line) => ({ ...line, label: labelOf(line.thing, names) }))
    .sort((a, b) => placeOf(a.thing) - placeOf(b.thing) || a.label.localeCompare(b.label, "en"))
    .map(({ thing, label, becomes, people: count }) => ({
      key: `${becomes} ${thing.kind} ${thing.value}`,
      label,
      becomes,
      people: count,
    }));
}

type Moved = { groupId: string; came: number; went: number };

type Thing = Pick<Held, "kind" | "value">;

const isSame = (a: Thing, b: Thing) => a.kind === b.kind && a.value === b.value;

const givesNothing = ({ kind, value }: Thing) => kind === "role" && value === "user";

const thingsOf = ({ role, accessProfile, groups, permissions, follows }: GivenAnew): Thing[] =>
  [
    { kind: "role" as const, value: role },
    ...(accessProfile ? [{ kind: "accessProfile" as const, value: accessProfile }] : []),
    ...groups.map((value) => ({ kind: "group" as const, value })),
    ...permissions.map((value) => ({ kind: "permission" as const, value })),
    ...(follows ? [{ kind: "follows" as const, value: follows }] : []),
  ].filter((thing) => !givesNothing(thing));

/** Kinds one after the other, permissions as a form shows them; a permission of another release comes last of them. */
function placeOf({ kind, value }: Thing): number {
  const within = kind === "permission" ? ALL_PERMISSIONS.indexOf(value as Permission) : 0;
  const last = ALL_PERMISSIONS.length;
  return KINDS.indexOf(kind) * (last + 1) + (within < 0 ? last : within);
}

function labelOf({ kind, value }: Thing, names: ReadonlyMap<string, string>): string {
  const name = names.get(value) ?? "gone by now";
  switch (kind) {
    case "role":
      return labelIn(ROLES, ROLE_LABELS, value);
    case "accessProfile":
      return labelIn(ACCESS_PROFILES, ACCESS_PROFILE_LABELS, value);
    case "permission":
      return labelIn(ALL_PERMISSIONS, PERMISSIONS, value);
    case "group":
      return `Group “${name}”`;
    case "follows":
      return `Following ${name}`;
    case "rule":
      return `Group “${name}”, by its rule`;
  }
}

/** What another release has written is told as it is. */
function labelIn<T extends string>(known: readonly T[], labels: Record<T, string>, value: string): string {
  const found = known.find((each) => each === value);
  return found ? labels[found] : value;
}
