import { OWN_FIELDS, type OwnField } from "@/lib/account/own-fields";
import { BOOK_FIELDS, type BookField, bookFieldLabel } from "@/lib/address-book/fields";
import { LOCK_ATTEMPTS, LOCK_MINUTES } from "@/lib/auth/lock";
import { PASSWORD_CODE_POINTS_MIN_MAX, PASSWORD_CODE_POINTS_MIN_WITH_MFA } from "@/lib/credentials/password";
import { PIN_LIMITS, PIN_USUAL } from "@/lib/credentials/pins/shape";
import { MFA_GRACE_DAYS_MAX, MFA_POLICIES, MFA_POLICY_INFO, type MfaPolicy } from "@/lib/mfa/policy";
import { INVITATION_DAYS_MAX } from "@/lib/organizations/input";
import type { SignInHours } from "@/lib/policies/hours";
import { IDLE_MINUTES, SESSION_HOURS } from "@/lib/sessions/length";
import { USER_FIELD_INFO } from "@/lib/users/fields";

/** The values of all policies, as they hold for an organization or for one person. */
export type PolicyValues = {
  passwordLengthMin: number;
  passwordDays: number;
  pinUses: number;
  pinHours: number;
  invitationDays: number;
  lockAttempts: number;
  lockMinutes: number;
  mfaPolicy: MfaPolicy;
  mfaGraceDays: number;
  /** In canonical CIDR; none means any network. */
  allowedNetworks: string[];
  /** Null for any time. */
  signInHours: SignInHours | null;
  signInAlerts: boolean;
  sessionIdleMinutes: number;
  sessionHours: number;
  ownFields: OwnField[];
  addressBook: boolean;
  addressBookFields: BookField[];
  addressBookReading: boolean;
  exportAllowed: boolean;
  deviceOfflineDays: number;
  deviceCopyPaste: boolean;
  deviceScreenshots: boolean;
  /** Empty for any. */
  deviceAppVersionMin: string;
};

export type PolicyKey = keyof PolicyValues;

type Choice = { value: string; label: string };

/** What a value of a policy can be. `zero` is what 0 means where it means more than a number. */
export type PolicyShape =
  | { kind: "number"; min: number; max: number; unit: string; zero?: string }
  | { kind: "yesNo" }
  | { kind: "choice"; choices: Choice[] }
  | { kind: "choices"; choices: Choice[]; none: string }
  | { kind: "networks" }
  | { kind: "hours" }
  | { kind: "version" };

export type PolicyArea = "Passwords and PINs" | "Signing in" | "Sessions" | "What people may do" | "Apps";

export type Policy<Value = PolicyValues[PolicyKey]> = {
  label: string;
  /** What it does, and where it holds. */
  does: string;
  area: PolicyArea;
  shape: PolicyShape;
  /** What holds where nobody has said anything. */
  usual: Value;
  /** Whether it may be otherwise for one person. */
  mayDiffer: boolean;
  /** Where an organization's value is kept: in a column of its own, or with the other policies. */
  isColumn: boolean;
};

const number = (min: number, max: number, unit: string, zero?: string): PolicyShape => ({
  kind: "number",
  min,
  max,
  unit,
  ...(zero === undefined ? {} : { zero }),
});
const column = { mayDiffer: true, isColumn: true };
const kept = { mayDiffer: true, isColumn: false };

const PASSWORDS = "Passwords and PINs";
const SIGNING_IN = "Signing in";
const PEOPLE = "What people may do";

/** Every policy there is, in the order in which a page shows them. */
export const POLICIES: { [Key in PolicyKey]: Policy<PolicyValues[Key]> } = {
  passwordLengthMin: {
    label: "Password length",
    does: "The fewest characters that a new password has. Fewer than 15 only where a second step is required.",
    area: PASSWORDS,
    shape: number(PASSWORD_CODE_POINTS_MIN_WITH_MFA, PASSWORD_CODE_POINTS_MIN_MAX, "characters"),
    usual: 15,
    ...column,
  },
  passwordDays: {
    label: "Password expiry",
    does: "A password that is older has to be changed after the next sign-in, before anything else. Best is 0, for never: people who must change passwords choose worse ones.",
    area: PASSWORDS,
    shape: number(0, 730, "days", "Never"),
    usual: 0,
    ...kept,
  },
  pinUses: {
    label: "PIN uses",
    does: "How often a new PIN works, unless whoever issues it says otherwise.",
    area: PASSWORDS,
    shape: number(1, PIN_LIMITS.usesMax, "times"),
    usual: PIN_USUAL.uses,
    ...kept,
  },
  pinHours: {
    label: "PIN expiry",
    does: "For how long a new PIN works, unless whoever issues it says otherwise.",
    area: PASSWORDS,
    shape: number(1, PIN_LIMITS.hoursMax, "hours"),
    usual: PIN_USUAL.hours,
    ...kept,
  },
  invitationDays: {
    label: "Invitation validity",
    does: "For how long an invitation, a QR code or a password that somebody else chose works. Those that are out already stay as they are.",
    area: PASSWORDS,
    shape: number(1, INVITATION_DAYS_MAX, "days"),
    usual: 7,
    ...column,
  },
  lockAttempts: {
    label: "Lock after",
    does: "Wrong passwords in a row, from however many networks, until the account is locked. A few let a stranger shut people out.",
    area: SIGNING_IN,
    shape: number(LOCK_ATTEMPTS.min, LOCK_ATTEMPTS.max, "tries"),
    usual: 50,
    ...column,
  },
  lockMinutes: {
    label: "Locked for",
    does: "Twice as long at every ten more wrong passwords, and a day from a hundred on. A locked account opens by itself, by a new password over “Forgot your password?”, or by an admin on the person’s page.",
    area: SIGNING_IN,
    shape: number(LOCK_MINUTES.min, LOCK_MINUTES.max, "minutes"),
    usual: 15,
    ...column,
  },
  mfaPolicy: {
    label: "Second step",
    does: "What is asked beside the password: nothing, what people have set up, or one of everybody.",
    area: SIGNING_IN,
    shape: {
      kind: "choice",
      choices: MFA_POLICIES.map((value) => ({ value, label: MFA_POLICY_INFO[value].label })),
    },
    usual: "optional",
    ...column,
  },
  mfaGraceDays: {
    label: "Days to set a second step up",
    does: "Counted from when it is required of somebody. Until then they may put it off.",
    area: SIGNING_IN,
    shape: number(0, MFA_GRACE_DAYS_MAX, "days", "At once"),
    usual: 7,
    mayDiffer: false,
    isColumn: true,
  },
  allowedNetworks: {
    label: "Sign-in networks",
    does: "From where people may sign in and be signed in, one on each line, such as 203.0.113.0/24. Left blank, from anywhere. The organization’s hold for its API keys and for those who manage it too.",
    area: SIGNING_IN,
    shape: { kind: "networks" },
    usual: [],
    ...column,
  },
  signInHours: {
    label: "Sign-in hours",
    does: "When people may sign in and be signed in. Outside of them the next request asks to sign in again. They do not hold for API keys, nor for those who manage this organization from another one.",
    area: SIGNING_IN,
    shape: { kind: "hours" },
    usual: null,
    ...kept,
  },
  signInAlerts: {
    label: "Tell of new sign-ins",
    does: "People get a message when somebody signs in as them with a browser or system, or from a network, that they have not used for 90 days. They see their sign-ins in their account either way.",
    area: SIGNING_IN,
    shape: { kind: "yesNo" },
    usual: true,
    mayDiffer: false,
    isColumn: true,
  },
  sessionIdleMinutes: {
    label: "Sessions without a request",
    does: "After so long without doing anything people have to sign in again. It holds at once, for those who are signed in too.",
    area: "Sessions",
    shape: number(IDLE_MINUTES.min, IDLE_MINUTES.max, "minutes"),
    usual: 60,
    ...column,
  },
  sessionHours: {
    label: "Sessions in all",
    does: "After so long people have to sign in again, however busy they are. It holds at once, for those who are signed in too.",
    area: "Sessions",
    shape: number(SESSION_HOURS.min, SESSION_HOURS.max, "hours"),
    usual: 12,
    ...column,
  },
  ownFields: {
    label: "Own details",
    does: "What people may change of themselves. Never their username, role or access email.",
    area: PEOPLE,
    shape: {
      kind: "choices",
      none: "Nothing",
      choices: OWN_FIELDS.map((value) => ({ value, label: USER_FIELD_INFO[value].label })),
    },
    usual: ["mobilePhone", "businessPhone"],
    ...column,
  },
  addressBook: {
    label: "Shown in the address book",
    does: "Off, nobody is in the global address book, whatever their own details say.",
    area: PEOPLE,
    shape: { kind: "yesNo" },
    usual: true,
    ...kept,
  },
  addressBookFields: {
    label: "Address book shows",
    does: "What the address book shows of people beside their names, and finds them by. It holds for its files and for desk phones too.",
    area: PEOPLE,
    shape: {
      kind: "choices",
      none: "Names alone",
      choices: BOOK_FIELDS.map((value) => ({ value, label: bookFieldLabel(value) })),
    },
    usual: [...BOOK_FIELDS],
    ...kept,
  },
  addressBookReading: {
    label: "Reading the address book",
    does: "Off, only those who may see people open the address book.",
    area: PEOPLE,
    shape: { kind: "yesNo" },
    usual: true,
    ...kept,
  },
  exportAllowed: {
    label: "Exports",
    does: "Off, nobody takes lists of people away as a file, whatever their role allows. Sheets of codes to hand out are still printed.",
    area: PEOPLE,
    shape: { kind: "yesNo" },
    usual: true,
    ...kept,
  },
  deviceOfflineDays: {
    label: "Days without a connection",
    does: "For how long an app shows what it holds without having asked here. Apps are told; they see to it.",
    area: "Apps",
    shape: number(0, 365, "days", "Never without a connection"),
    usual: 14,
    ...kept,
  },
  deviceCopyPaste: {
    label: "Copy and paste",
    does: "Whether an app lets people copy out of it. Apps are told; they see to it.",
    area: "Apps",
    shape: { kind: "yesNo" },
    usual: true,
    ...kept,
  },
  deviceScreenshots: {
    label: "Screenshots",
    does: "Whether an app lets people take pictures of it. Apps are told; they see to it.",
    area: "Apps",
    shape: { kind: "yesNo" },
    usual: true,
    ...kept,
  },
  deviceAppVersionMin: {
    label: "Least version of the app",
    does: "An older app asks to be renewed first, such as 4.2. Left blank, any will do. Apps are told; they see to it.",
    area: "Apps",
    shape: { kind: "version" },
    usual: "",
    ...kept,
  },
};

export const POLICY_KEYS = Object.keys(POLICIES) as PolicyKey[];

/** Those that may be otherwise for one person. */
export const DIFFERING = POLICY_KEYS.filter((key) => POLICIES[key].mayDiffer);
