import type { Permission } from "@/lib/permissions/permissions";

/** What a key may be made for, with the words that the page shows. */
export const API_SCOPES = {
  "imports.read": "Read imports and their rows",
  "imports.write": "Upload files, carry imports out and take them back",
  "users.read": "Read people",
  "users.write": "Add, change, suspend and remove people, and read them",
  "credentials.write": "Send people links and make them links and PINs, by which accounts are opened",
  "groups.read": "Read groups and who is in them",
  "groups.write": "Make, change and remove groups, and take people in and out",
  "policies.read": "Read which policies hold for a person",
  "directory.read": "Read the address book, as a desk phone does",
  "telephony.read": "Read which extensions may register and be called, for a PBX",
} as const;

export type ApiScope = keyof typeof API_SCOPES;

export const ALL_API_SCOPES = Object.keys(API_SCOPES) as ApiScope[];

// A plan shows what people hold, an import changes them, may send them links or set their passwords, gives them seats and extensions,
// and its undo removes them, so writing imports takes these rights; a route over people asks for a scope of its own all the same.
const SCOPE_PERMISSIONS: Record<ApiScope, readonly Permission[]> = {
  "imports.read": ["users.import.read"],
  "imports.write": [
    "users.import.read",
    "users.import.prepare",
    "users.import.commit",
    "users.read",
    "users.update",
    "users.role.update",
    "users.groups.update",
    "users.remove",
    "users.credentials.issue",
  ],
  "users.read": ["users.read"],
  "users.write": [
    "users.read",
    "users.create",
    "users.update",
    "users.role.update",
    "users.suspend",
    "users.remove",
  ],
  "credentials.write": ["users.read", "users.credentials.issue", "messages.send"],
  "groups.read": ["groups.read", "users.read"],
  "groups.write": ["groups.read", "users.read", "groups.update", "users.groups.update"],
  "policies.read": ["users.read"],
  "directory.read": ["addressBook.read"],
  "telephony.read": ["telephony.read"],
};

// What a key may do beside that where whoever made it may, and does without where they may not.
const BESIDE: Partial<Record<ApiScope, readonly Permission[]>> = {
  "imports.write": ["services.assign", "telephony.update"],
};

const IMPLIED: Partial<Record<ApiScope, readonly ApiScope[]>> = {
  "imports.write": ["imports.read"],
  "users.write": ["users.read"],
  "groups.write": ["groups.read"],
};

export const isApiScope = (text: string): text is ApiScope => Object.hasOwn(API_SCOPES, text);

/** The rights that scopes take. A scope that is unknown by now gives none. */
export function permissionsOfScopes(scopes: readonly string[]): ReadonlySet<Permission> {
  return new Set(scopes.filter(isApiScope).flatMap((scope) => SCOPE_PERMISSIONS[scope]));
}

/** What is left of somebody's rights when they act by a key: those that its scopes take, and what stands beside them. */
export function limitToScopes(
  permissions: ReadonlySet<Permission>,
  scopes: readonly string[],
): ReadonlySet<Permission> {
  const beside = scopes.filter(isApiScope).flatMap((scope) => BESIDE[scope] ?? []);
  const named = new Set([...permissionsOfScopes(scopes), ...beside]);
  return new Set([...permissions].filter((permission) => named.has(permission)));
}

/** Whether some of a key's scopes let it do what a route asks for. */
export const coversScope = (scopes: readonly string[], wanted: ApiScope): boolean =>
  scopes.filter(isApiScope).some((scope) => scope === wanted || (IMPLIED[scope]?.includes(wanted) ?? false));
