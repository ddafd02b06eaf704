import * as z from "zod";
import { PASSWORD_SETTINGS } from "@/lib/credentials/password-setting";
import { GIVEN_GROUPS_MAX } from "@/lib/permissions/grants-schema";
import { ALL_PERMISSIONS } from "@/lib/permissions/permissions";
import { ACCESS_PROFILES, ROLES } from "@/lib/permissions/roles";
import { EXAMPLE, EXAMPLE_MOMENT } from "@/lib/rest/examples";
import { idSchema, momentSchema } from "@/lib/rest/schemas";
import { STATUSES } from "@/lib/users/status";

const day = z.string().describe("The last day of access in UTC, as 2026-12-31.");

/** A person as programs read them. */
export const userSchema = z.object({
  id: idSchema,
  username: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  accessEmail: z.string(),
  otherEmail: z.string().nullable(),
  mobilePhone: z.string().nullable().describe("E.164."),
  businessPhone: z.string().nullable().describe("E.164."),
  company: z.string().nullable(),
  customerCode: z.string().nullable(),
  udid: z.string().nullable(),
  accessEndsAt: day.nullable(),
  inAddressBook: z.boolean(),
  role: z.enum(ROLES),
  accessProfile: z.enum(ACCESS_PROFILES).nullable(),
  status: z.enum(STATUSES).describe("As it is at this moment; of somebody who was removed, as it would be."),
  properties: z.record(z.uuid(), z.string()).describe("The organization’s own fields by their id."),
  version: z.int(),
  createdAt: momentSchema,
  updatedAt: momentSchema,
  removedAt: momentSchema.nullable(),
});

export type ApiUser = z.output<typeof userSchema>;

const text = z.string().max(10_000);
const maybe = text.nullable().optional();
const role = z.enum(ROLES).describe("Never more than the key’s own rights come to.");

const details = {
  username: text
    .min(1)
    .describe("`local@domain`, or the part before the @ alone, at the organization’s primary domain."),
  firstName: text.min(1),
  lastName: text.min(1),
  accessEmail: text.min(1),
  otherEmail: maybe,
  mobilePhone: maybe,
  businessPhone: maybe,
  company: maybe,
  customerCode: maybe,
  udid: maybe,
  accessEndsAt: maybe.describe("The last day of access in UTC, as 2026-12-31."),
  inAddressBook: z.boolean().optional(),
  accessProfile: z.enum(ACCESS_PROFILES).nullable().optional(),
  properties: z.record(z.uuid(), text.nullable()).optional().describe("By id; null takes a value away."),
};

const credentials = z.strictObject({
  setting: z.enum(PASSWORD_SETTINGS).describe("How they come by their first password."),
  password: z.string().max(1000).optional().describe("Where the setting is that it is chosen."),
  bySms: z.boolean().optional(),
});

/** A person who is to be added. */
export const newUserSchema = z.strictObject({
  ...details,
  username: details.username.optional(),
  role: role.default("user"),
  groups: z
    .array(z.uuid())
    .max(GIVEN_GROUPS_MAX)
    .optional()
    .describe("Groups that they are taken into, by id."),
  permissions: z.array(z.enum(ALL_PERMISSIONS)).max(ALL_PERMISSIONS.length).optional(),
  credentials: credentials.optional().describe("Without it they get no message now."),
});

/** What is to become different about a person: what is left out stays, and null takes away. */
export const userChangeSchema = z.strictObject({ ...details, role }).partial();

/** Somebody as examples show them. */
export const USER_EXAMPLE: ApiUser = {
  id: EXAMPLE.user,
  username: "maria.miller@acme.example",
  firstName: "Maria",
  lastName: "Miller",
  accessEmail: "maria@mail.example",
  otherEmail: null,
  mobilePhone: "+442074559485",
  businessPhone: null,
  company: "Acme Sales",
  customerCode: "C-1001",
  udid: null,
  accessEndsAt: null,
  inAddressBook: true,
  role: "user",
  accessProfile: null,
  status: "active",
  properties: { [EXAMPLE.property]: "Leeds" },
  version: 3,
  createdAt: EXAMPLE_MOMENT,
  updatedAt: EXAMPLE_MOMENT,
  removedAt: null,
};
