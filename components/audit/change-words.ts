import { dayInWords, timeInWords } from "@/components/ui/dates";
import { formatCount } from "@/components/ui/format";
import type { RecordedField, RecordedValue } from "@/lib/audit/changes";
import { countryName } from "@/lib/countries";
import { PASSWORD_SETTINGS, settingInfo } from "@/lib/credentials/password-setting";
import { MFA_POLICIES, MFA_POLICY_INFO } from "@/lib/mfa/policy";
import { DATE_STYLE_LABELS } from "@/lib/organizations/locale";
import { PERMISSIONS, type Permission } from "@/lib/permissions/permissions";
import { ACCESS_PROFILE_LABELS, ROLE_LABELS } from "@/lib/permissions/roles";
import { POLICIES, POLICY_KEYS, type PolicyKey } from "@/lib/policies/catalogue";
import { USER_FIELD_INFO, USER_FIELDS, type UserField } from "@/lib/users/fields";
import { STATUS_MEANINGS } from "@/lib/users/status";

const labels = Object.fromEntries(USER_FIELDS.map((field) => [field, USER_FIELD_INFO[field].label]));

const PROPERTY = "property.";

/** Policies go by the same name everywhere. */
const policies = Object.fromEntries(POLICY_KEYS.map((key) => [key, POLICIES[key].label]));

type Worded = Exclude<RecordedField, "importId" | `property.${string}`>;

const WORDS: Readonly<Record<Worded, string>> = {
  ...(labels as Record<UserField, string>),
  ...(policies as Record<PolicyKey, string>),
  accessProfile: "Access profile",
  activatedAt: "Activated",
  address: "Address",
  amount: "Amount",
  assignedTo: "Given to",
  body: "E-mail",
  choices: "Choices",
  brandColor: "Colour",
  cameIn: "Came in by the rule",
  contactEmail: "E-mail of the contact",
  contactName: "Contact",
  count: "People",
  created: "Created",
  dateStyle: "Dates in messages",
  defaultCountry: "Default country",
  defaultValue: "Default",
  daysOff: "Days off",
  format: "Kind of file",
  onCallEmail: "E-mail of on-call",
  onCallPhone: "Phone of on-call",
  requestKind: "About",
  requestKinds: "Kinds of requests",
  supportEmail: "E-mail of support",
  supportHours: "Support hours",
  urgency: "Urgency",
  way: "Came",
  description: "Description",
  devices: "Devices",
  displayName: "Display name",
  domain: "Domain",
  expiresAt: "Expires",
  eventTypes: "Told of",
  extensionsMax: "Extensions at most",
  extensionType: "Type",
  failed: "Failed",
  followingAllowed: "People may follow others",
  follows: "Follows",
  forceLogin: "Force login",
  goLiveAt: "Goes live",
  group: "Group",
  help: "Help text",
  invitations: "Invitations",
  isRequired: "Required",
  isUnique: "Unique",
  isUserProperty: "User property",
  kept: "Kept as they are",
  kind: "Kind",
  locked: "Locked",
  lockedUntil: "Locked until",
  logo: "Logo",
  mandatoryFields: "Mandatory fields",
  members: "Members",
  messages: "Messages",
  method: "Sent by",
  mirrorOf: "Taken over from",
  name: "Name",
  note: "Note",
  number: "Number",
  organizationName: "Name",
  period: "Month",
  permissions: "Permissions",
  passwordSetting: "Password setting",
  position: "Position",
  prefix: "Begins with",
  price: "Price of a seat",
  propertyType: "Type",
  purchaseOrder: "Purchase order",
  ranges: "Ranges of numbers",
  reactivated: "Reactivated",
  reason: "Reason",
  removed: "Removed",
  renewsOn: "Renews",
  restored: "As before",
  rightsKept: "Rights kept",
  rows: "Rows",
  rule: "Rule",
  scopes: "Scopes",
  search: "Search",
  seats: "Seats",
  seatsAtRenewal: "Seats at renewal",
  service: "Service",
  issues: "With something wrong",
  joined: "Taken into groups",
  left: "Taken out of groups",
  signOnAccounts: "New people by single sign-on",
  signOnAddress: "Address that the provider gave",
  signOnIssuer: "Issuer",
  signOnProvider: "Sign-on provider",
  signOnSecondStep: "Second step after single sign-on",
  signOnState: "Single sign-on",
  secondStep: "Way of a second step",
  sipDomain: "SIP domain",
  sipServer: "SIP server",
  skipped: "Skipped",
  slug: "Address",
  smsBody: "SMS",
  stillSuspended: "Not reactivated",
  strategy: "Strategy",
  subject: "Subject",
  suspended: "Suspended",
  taxId: "Tax ID",
  template: "Template",
  timeZone: "Time zone of messages",
  unchanged: "Unchanged",
  unlimited: "Unlimited seats",
  updated: "Updated",
  uses: "Uses",
  usesLeft: "Uses left",
  value: "Value",
  valuesLost: "Values lost",
  voicemail: "Voicemail",
  wentOut: "Went out by the rule",
  word: "Word",
};

/** Ids lead somewhere where there is a link; they say nothing to a person. */
const UNSAID = "importId";

/** The fields of an event that there are words for, with a value on one side at least. */
export function fieldsToShow(before: object, after: object): RecordedField[] {
  const sides: Record<string, unknown>[] = [{ ...before }, { ...after }];
  const fields = [...new Set(sides.flatMap((side) => Object.keys(side)))] as RecordedField[];
  return fields.filter((field) => field !== UNSAID && sides.some((side) => (side[field] ?? null) !== null));
}

/** A field by its name; one that a later release records stays as it is. */
export function fieldInWords(field: RecordedField): string {
  if (field.startsWith(PROPERTY)) return field.slice(PROPERTY.length);
  return Object.hasOwn(WORDS, field) ? WORDS[field as Worded] : field;
}

const EDITS: Readonly<Record<string, string>> = {
  cells: "Cells",
  offers: "Offers taken",
  country: "Country of phones",
  trim: "White space",
  swap: "Columns swapped",
  username: "Usernames",
  replace: "Replaced",
  leftOut: "Rows left out",
  takenIn: "Rows taken in",
  undo: "Taken back",
  redo: "Done again",
  qr: "QR code",
};

const NAMES: Partial<Record<RecordedField, Readonly<Record<string, string>>>> = {
  role: ROLE_LABELS,
  accessProfile: ACCESS_PROFILE_LABELS,
  dateStyle: DATE_STYLE_LABELS,
  kind: EDITS,
  mfaPolicy: Object.fromEntries(MFA_POLICIES.map((policy) => [policy, MFA_POLICY_INFO[policy].label])),
  passwordSetting: Object.fromEntries(
    PASSWORD_SETTINGS.map((setting) => [setting, settingInfo(setting, "form").label]),
  ),
  status: {
    ...Object.fromEntries(Object.entries(STATUS_MEANINGS).map(([status, { label }]) => [status, label])),
    removed: "Removed",
  },
};

const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const DATED: readonly RecordedField[] = [
  "accessEndsAt",
  "activatedAt",
  "expiresAt",
  "goLiveAt",
  "lockedUntil",
];

/** A value as a person reads it: moments in UTC, fields and choices by their names. */
export function valueInWords(field: RecordedField, value: RecordedValue | undefined): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return formatCount(value);
  if (DATED.includes(field) && MOMENT.test(value)) return timeInWords(new Date(value));
  if (DATED.includes(field) && DAY.test(value)) return dayInWords(new Date(value));
  if (field === "mandatoryFields" || field === "ownFields")
    return value.split(", ").map(fieldName).join(", ");
  if (field === "defaultCountry") return countryName(value);
  if (field === "permissions") return value.split(" ").map(permissionName).join("; ");
  const names = NAMES[field];
  return (names && Object.hasOwn(names, value) ? names[value] : undefined) ?? value;
}

const permissionName = (name: string) =>
  Object.hasOwn(PERMISSIONS, name) ? PERMISSIONS[name as Permission] : name;

const fieldName = (name: string) =>
  USER_FIELDS.find((field) => field === name) ? (labels[name] ?? name) : name;
