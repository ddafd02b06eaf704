import type { USER_FIELDS } from "@/lib/users/fields";

/** Everything that an event can tell of: fields of people, of organizations and keys, and what came of work on many. */
export type RecordedField =
  | (typeof USER_FIELDS)[number]
  | "accessProfile"
  | "activatedAt"
  | "allowedNetworks"
  | "address"
  | "body"
  | "cameIn"
  | "count"
  | "created"
  | "defaultCountry"
  | "description"
  | "devices"
  | "domain"
  | "expiresAt"
  | "failed"
  | "followingAllowed"
  | "follows"
  | "goLiveAt"
  | "group"
  | "importId"
  | "invitationDays"
  | "invitations"
  | "kept"
  | "kind"
  | "lockAttempts"
  | "locked"
  | "lockedUntil"
  | "lockMinutes"
  | "mandatoryFields"
  | "messages"
  | "method"
  | "mfaGraceDays"
  | "mfaPolicy"
  | "name"
  | "note"
  | "organizationName"
  | "ownFields"
  | "passwordLengthMin"
  | "permissions"
  | "passwordSetting"
  | "prefix"
  | "reactivated"
  | "reason"
  | "removed"
  | "restored"
  | "rightsKept"
  | "rows"
  | "rule"
  | "scopes"
  | "search"
  | "sessionHours"
  | "sessionIdleMinutes"
  | "signInAlerts"
  | "secondStep"
  | "skipped"
  | "slug"
  | "smsBody"
  | "stillSuspended"
  | "subject"
  | "suspended"
  | "template"
  | "unchanged"
  | "updated"
  | "uses"
  | "usesLeft"
  | "wentOut"
  | "word";

export type RecordedValue = string | number | boolean | null;
export type Fields<Field extends string = RecordedField> = Partial<Record<Field, RecordedValue>>;

/** What was and what is, of the fields that changed; one side alone where a thing came into being or went. */
export type Changes<Field extends string = RecordedField> = { before?: Fields<Field>; after?: Fields<Field> };

/** The fields in which two states of a thing differ; null when they do not. */
export function changesBetween<Field extends string>(
  before: Fields<Field>,
  after: Fields<Field>,
): Required<Changes<Field>> | null {
  const names = [...Object.keys(before), ...Object.keys(after)] as Field[];
  const fields = [...new Set(names)].filter((field) => (before[field] ?? null) !== (after[field] ?? null));
  if (fields.length === 0) return null;
  const pick = (from: Fields<Field>) =>
    Object.fromEntries(fields.map((field) => [field, from[field] ?? null])) as Fields<Field>;
  return { before: pick(before), after: pick(after) };
}
