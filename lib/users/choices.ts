import { ROLE_LABELS, ROLES, type Role } from "@/lib/permissions/roles";
import { canonical, problem, quote, type Reading } from "@/lib/users/reading";
import { LEGACY_STATUSES, STATUS_MEANINGS, STATUSES } from "@/lib/users/status";

const ROLE_WORDS: Readonly<Record<Role, readonly string[]>> = {
  admin: ["administrator", "org admin", "organisation admin", "administrador", "administrateur"],
  viewer: ["view only", "read only", "org view only admin", "organization view only admin", "auditor"],
  billing: ["org billing admin", "organization billing admin", "organisation billing admin"],
  user: [
    "org user",
    "organization user",
    "organisation user",
    "member",
    "benutzer",
    "usuario",
    "utilisateur",
  ],
};

const ROLE_BY_WORD: ReadonlyMap<string, Role> = new Map(
  ROLES.flatMap((role) => [role, ROLE_LABELS[role], ...ROLE_WORDS[role]].map((word) => [fold(word), role])),
);

/** Reads a role by its key, its label or another of its usual names; only a role that may be given passes. */
export function readRole(text: string, grantable: readonly Role[]): Reading<Role> {
  if (text.trim() === "") return canonical("");
  const role = ROLE_BY_WORD.get(fold(text));
  const names = (roles: readonly Role[]) => roles.map((each) => ROLE_LABELS[each]).join(", ");
  if (!role) return problem("role_unknown", `Role ${quote(text)} is none of: ${names(ROLES)}.`);
  return grantable.includes(role)
    ? canonical(role)
    : problem("role_not_grantable", `You may not give the role ${ROLE_LABELS[role]}.`);
}

/**
 * Reads a status that a new person would have. Pending, active and blank all pass and read as blank: everybody begins
 * as pending, and whoever activates the account makes it active.
 */
export function readStatus(text: string): Reading<never> {
  const word = fold(text);
  const status = STATUSES.find((each) => each === word);
  if (word === "" || status === "pending" || status === "active") return canonical("");
  if (!status) {
    return problem(
      "status_unknown",
      `Status ${quote(text)} is unknown. Leave it blank: new people are pending.`,
    );
  }
  const { label } = STATUS_MEANINGS[status];
  return LEGACY_STATUSES.some((legacy) => legacy === status)
    ? problem("status_legacy", `Status ${label} is a legacy status and cannot be given. Leave it blank.`)
    : problem("status_not_assignable", `Nobody can start as ${label}. Leave the status blank.`);
}

function fold(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
