import type { USER_FIELDS } from "@/lib/users/fields";

/**
 * Everything that an event can tell of: fields of people, of organizations and keys, and what came of work on many. A
 * property of a person goes by its name, which it may have no more when somebody reads of it.
 */
export type RecordedField =
  | (typeof USER_FIELDS)[number]
  | "accessProfile"
  | "activatedAt"
  | "allowedNetworks"
  | "assignedTo"
  | "address"
  | "body"
  | "choices"
  | "cameIn"
  | "brandColor"
  | "count"
  | "created"
  | "addressBook"
  | "defaultCountry"
  | "defaultValue"
  | "dateStyle"
  | "description"
  | "deviceAppVersionMin"
  | "deviceCopyPaste"
  | "deviceOfflineDays"
  | "devices"
  | "deviceScreenshots"
  | "displayName"
  | "domain"
  | "expiresAt"
  | "extensionsMax"
  | "extensionType"
  | "exportAllowed"
  | "failed"
  | "followingAllowed"
  | "follows"
  | "forceLogin"
  | "goLiveAt"
  | "group"
  | "help"
  | "importId"
  | "invitationDays"
  | "invitations"
  | "isRequired"
  | "isUnique"
  | "isUserProperty"
  | "kept"
  | "kind"
  | "lockAttempts"
  | "locked"
  | "lockedUntil"
  | "lockMinutes"
  | "logo"
  | "mandatoryFields"
  | "members"
  | "messages"
  | "method"
  | "mfaGraceDays"
  | "mfaPolicy"
  | "mirrorOf"
  | "name"
  | "note"
  | "number"
  | "organizationName"
  | "ownFields"
  | "passwordDays"
  | "passwordLengthMin"
  | "permissions"
  | "passwordSetting"
  | "position"
  | "pinHours"
  | "pinUses"
  | "prefix"
  | "propertyType"
  | `property.${string}`
  | "ranges"
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
  | "signInHours"
  | "secondStep"
  | "sipDomain"
  | "sipServer"
  | "skipped"
  | "slug"
  | "smsBody"
  | "stillSuspended"
  | "strategy"
  | "subject"
  | "suspended"
  | "template"
  | "timeZone"
  | "unchanged"
  | "updated"
  | "uses"
  | "usesLeft"
  | "value"
  | "valuesLost"
  | "voicemail"
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
