import { PASSWORD_CODE_POINTS_MAX } from "@/lib/credentials/password";

/** A person's fields, in the order in which forms, tables and templates show them. */
export const USER_FIELDS = [
  "firstName",
  "lastName",
  "username",
  "password",
  "accessEmail",
  "otherEmail",
  "mobilePhone",
  "businessPhone",
  "company",
  "customerCode",
  "udid",
  "accessEndsAt",
  "inAddressBook",
  "role",
  "status",
] as const;

export type UserField = (typeof USER_FIELDS)[number];

export type UserFieldKind =
  | "text"
  | "code"
  | "username"
  | "password"
  | "email"
  | "phone"
  | "date"
  | "yesNo"
  | "role"
  | "status";

/** `lengthMax` counts code points of the text as typed, without the white space around it. */
export type UserFieldInfo = { label: string; lengthMax: number; kind: UserFieldKind };

export const USER_FIELD_INFO: Readonly<Record<UserField, UserFieldInfo>> = {
  firstName: { label: "First name", lengthMax: 100, kind: "text" },
  lastName: { label: "Last name", lengthMax: 100, kind: "text" },
  username: { label: "Username", lengthMax: 254, kind: "username" },
  password: { label: "Password", lengthMax: PASSWORD_CODE_POINTS_MAX, kind: "password" },
  accessEmail: { label: "Access email", lengthMax: 254, kind: "email" },
  otherEmail: { label: "Other email", lengthMax: 254, kind: "email" },
  mobilePhone: { label: "Mobile phone", lengthMax: 50, kind: "phone" },
  businessPhone: { label: "Business phone", lengthMax: 50, kind: "phone" },
  company: { label: "Company", lengthMax: 200, kind: "text" },
  customerCode: { label: "Customer code", lengthMax: 100, kind: "code" },
  udid: { label: "UDID", lengthMax: 100, kind: "code" },
  accessEndsAt: { label: "Access ends", lengthMax: 40, kind: "date" },
  inAddressBook: { label: "Global address book", lengthMax: 20, kind: "yesNo" },
  role: { label: "Role", lengthMax: 100, kind: "role" },
  status: { label: "Status", lengthMax: 100, kind: "status" },
};

/** What every organization asks for unless its settings say otherwise. */
export const MANDATORY_FIELDS: readonly UserField[] = ["firstName", "lastName", "accessEmail"];
