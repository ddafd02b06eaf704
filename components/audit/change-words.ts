import { dayInWords, timeInWords } from "@/components/ui/dates";
import { formatCount } from "@/components/ui/format";
import type { RecordedField, RecordedValue } from "@/lib/audit/changes";
import { countryName } from "@/lib/countries";
import { PASSWORD_SETTINGS, settingInfo } from "@/lib/credentials/password-setting";
import { MFA_POLICIES, MFA_POLICY_INFO } from "@/lib/mfa/policy";
import { DATE_STYLE_LABELS } from "@/lib/organizations/locale";
import { PERMISSIONS, type Permission } from "@/lib/permissions/permissions";
import { ACCESS_PROFILE_LABELS, ROLE_LABELS } from "@/lib/permissions/roles";
import { USER_FIELD_INFO, USER_FIELDS, type UserField } from "@/lib/users/fields";
import { STATUS_MEANINGS } from "@/lib/users/status";

const labels = Object.fromEntries(USER_FIELDS.map((field) => [field, USER_FIELD_INFO[field].label]));

const PROPERTY = "property.";

type Worded = Exclude<RecordedField, "importId" | `property.${string}`>;

const WORDS: Readonly<Record<Worded, string>> = {
  ...(labels as Record<UserField, string>),
  accessProfile: "Access profile",
  activatedAt: "Activated",
  address: "Address",
  addressBook: "Shown in the address book",
  addressBookFields: "Address book shows",
  addressBookReading: "Reading the address book",
  allowedNetworks: "Allowed networks",
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
  deviceAppVersionMin: "Least version of the app",
  deviceCopyPaste: "Copy and paste",
  deviceOfflineDays: "Days without a connection",
  devices: "Devices",
  deviceScreenshots: "Screenshots",
  displayName: "Display name",
  domain: "Domain",
  expiresAt: "Expires",
  exportAllowed: "Exports",
  extensionsMax: "Extensions at most",
  extensionType: "Type",
  failed: "Failed",
  followingAllowed: "People may follow others",
  follows: "Follows",
  forceLogin: "Force login",
  goLiveAt: "Goes live",
  group: "Group",
  help: "Help text",
  invitationDays: "Days that an invitation is good",
  invitations: "Invitations",
  isRequired: "Required",
  isUnique: "Unique",
  isUserProperty: "User property",
  kept: "Kept as they are",
  kind: "Kind",
  locked: "Locked",
  lockAttempts: "Wrong passwords until an account is locked",
  lockedUntil: "Locked until",
  lockMinutes: "Minutes of the first lock",
  logo: "Logo",
  mandatoryFields: "Mandatory fields",
  members: "Members",
  messages: "Messages",
  method: "Sent by",
  mfaGraceDays: "Days to set a second step up",
  mfaPolicy: "Second step",
  mirrorOf: "Taken over from",
  name: "Name",
  note: "Note",
  number: "Number",
  organizationName: "Name",
  ownFields: "What people may change themselves",
  passwordDays: "Days until a password has to be changed",
  passwordLengthMin: "Least length of passwords",
  period: "Month",
  permissions: "Permissions",
  passwordSetting: "Password setting",
  position: "Position",
  pinHours: "Hours that a PIN is good",
  pinUses: "Uses of a PIN",
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
  sessionHours: "Hours until a session ends",
  sessionIdleMinutes: "Minutes without a request until a session ends",
  signInHours: "Sign-in hours",
  signOnAccounts: "New people by single sign-on",
  signOnAddress: "Address that the provider gave",
  signOnIssuer: "Issuer",
  signOnProvider: "Sign-on provider",
  signOnSecondStep: "Second step after single sign-on",
  signOnState: "Single sign-on",
  signInAlerts: "Messages about new sign-ins",
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
