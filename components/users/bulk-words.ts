import { formatCount } from "@/components/ui/format";
import { ROLE_LABELS } from "@/lib/permissions/roles";
import type { Undoable, UndoableKind } from "@/lib/users/undo/kinds";

/** What can be done to many from the list. */
export type ListChange = Undoable;
export type BulkKind = UndoableKind;

type Words = {
  /** The verb on buttons, and with a number of people behind it. */
  verb: string;
  /** What stands behind that number, if anything. */
  after?: string;
  /** What is being done, before a number of people. */
  doing: string;
  /** What has been done, behind a number of people. */
  done: string;
  /** What follows for one and for many. */
  one: string;
  many: string;
  /** Why some of the chosen stay as they are. */
  left: string;
};

export const BULK_WORDS: Record<BulkKind, Words> = {
  suspend: {
    verb: "Suspend",
    doing: "Suspending",
    done: "suspended",
    one: "is signed out at once and cannot sign in until somebody reactivates the account.",
    many: "are signed out at once and cannot sign in until somebody reactivates their accounts.",
    left: "suspended already, legacy, yourself, or with rights that you do not hold",
  },
  reactivate: {
    verb: "Reactivate",
    doing: "Reactivating",
    done: "reactivated",
    one: "is no longer suspended or locked, and can sign in as before.",
    many: "are no longer suspended or locked, and can sign in as before.",
    left: "neither suspended nor locked, or with rights that you do not hold",
  },
  changeRole: {
    verb: "Change the role of",
    doing: "Changing the role of",
    done: "given the role",
    one: "gets the role, with effect from their next click.",
    many: "get the role, with effect from their next click.",
    left: "with this role already, or with rights that you do not hold",
  },
  giveRights: {
    verb: "Give rights to",
    doing: "Giving rights to",
    done: "given their rights",
    one: "gets exactly these rights beside those of groups by rule, and loses any others, with effect from their next click.",
    many: "get exactly these rights beside those of groups by rule, and lose any others, with effect from their next click.",
    left: "with these rights already, removed, or with rights that you do not hold",
  },
  joinGroup: {
    verb: "Add",
    after: "to a group",
    doing: "Adding",
    done: "added to the group",
    one: "gets what the group gives, with effect from their next click.",
    many: "get what the group gives, with effect from their next click.",
    left: "in the group already, removed, or with rights that you do not hold",
  },
  leaveGroup: {
    verb: "Take",
    after: "out of a group",
    doing: "Taking",
    done: "taken out of the group",
    one: "loses what the group alone gives, with effect from their next click.",
    many: "lose what the group alone gives, with effect from their next click.",
    left: "not in the group, or with rights that you do not hold",
  },
  sayPolicy: {
    verb: "Set a policy for",
    doing: "Setting a policy for",
    done: "given the policy",
    one: "gets the policy at once.",
    many: "get the policy at once.",
    left: "with this policy already, removed, with others that it does not fit, yourself, or with rights that you do not hold",
  },
  setProperty: {
    verb: "Set a property of",
    doing: "Setting a property of",
    done: "given the value",
    one: "has the value from now on, in place of any other.",
    many: "have the value from now on, in place of any other.",
    left: "with this value already, removed, or with rights that you do not hold",
  },
  assignService: {
    verb: "Give",
    after: "a seat",
    doing: "Giving seats to",
    done: "given a seat, or a place on the waiting list, of the service",
    one: "gets a seat of the service.",
    many: "get a seat of the service.",
    left: "with a seat already, without one that is free, removed, or with rights that you do not hold",
  },
  withdrawService: {
    verb: "Take a seat from",
    doing: "Taking seats from",
    done: "without a seat of the service",
    one: "loses their seat or place on the waiting list; whoever waits longest gets the seat.",
    many: "lose their seat or place on the waiting list; whoever waits longest gets the seats.",
    left: "without a seat of it, or with rights that you do not hold",
  },
  remove: {
    verb: "Remove",
    doing: "Removing",
    done: "removed",
    one: "is signed out at once and leaves the list; the username becomes free.",
    many: "are signed out at once and leave the list; their usernames become free.",
    left: "yourself, or with rights that you do not hold",
  },
  restore: {
    verb: "Take back the removal of",
    doing: "Taking back the removal of",
    done: "back in the list",
    one: "returns to the list as they were.",
    many: "return to the list as they were.",
    left: "removed too long ago, or with rights that you do not hold",
  },
};

export const countPeople = (count: number): string =>
  `${formatCount(count)} ${count === 1 ? "person" : "people"}`;

/** The change as a question or a button puts it: `Suspend 3 people`. */
export const changeOf = (kind: BulkKind, count: number): string =>
  [BULK_WORDS[kind].verb, countPeople(count), BULK_WORDS[kind].after].filter(Boolean).join(" ");

/** The change while it is made: `Suspending 3,000 people`. */
export const doingInWords = (kind: BulkKind, count: number): string =>
  [BULK_WORDS[kind].doing, countPeople(count), BULK_WORDS[kind].after].filter(Boolean).join(" ");

/** What a change will do, in numbers. */
export function whatHappens(kind: BulkKind, changed: number): string {
  if (changed === 0) return "Nobody would change.";
  return `${countPeople(changed)} ${changed === 1 ? BULK_WORDS[kind].one : BULK_WORDS[kind].many}`;
}

/** Of how many of the chosen nothing comes, and why; null when there are none. */
export function whoStays(kind: BulkKind, left: number): string | null {
  if (left === 0) return null;
  return `${countPeople(left)} ${left === 1 ? "stays" : "stay"} as they are: ${BULK_WORDS[kind].left}.`;
}

const NAMED: readonly BulkKind[] = [
  "joinGroup",
  "leaveGroup",
  "sayPolicy",
  "setProperty",
  "assignService",
  "withdrawService",
];

/** What was done, as a list of changes names it. */
export function madeInWords({ change, about }: { change: Undoable; about: string | null }): string {
  const what = BULK_WORDS[change.kind].done;
  const words = what.charAt(0).toUpperCase() + what.slice(1);
  if (change.kind === "changeRole") return `${words} “${ROLE_LABELS[change.role]}”`;
  if (!NAMED.includes(change.kind)) return words;
  const name = about ? `“${about}”` : "(gone by now)";
  return change.kind === "setProperty" ? `Given a value of ${name}` : `${words} ${name}`;
}

/** What a toast says beside of those who need something new to activate their accounts with, because they hold more now. */
export const voidedInWords = (voided = 0): { description?: string } =>
  voided === 0
    ? {}
    : {
        description: `${countPeople(voided)} had a link, PIN or password open that is void now, because it was given when they held less. Send new ones.`,
      };
