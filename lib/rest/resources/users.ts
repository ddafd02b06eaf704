import * as z from "zod";
import { PIN_LIMITS } from "@/lib/credentials/pins/shape";
import { ROLES } from "@/lib/permissions/roles";
import { PROPERTY_TEXT_MAX } from "@/lib/properties/limits";
import { EXAMPLE, EXAMPLE_MOMENT } from "@/lib/rest/examples";
import { resource } from "@/lib/rest/operation";
import { newUserSchema, USER_EXAMPLE, userChangeSchema, userSchema } from "@/lib/rest/resources/user-shape";
import { idSchema, momentSchema, pageOf, paging, sparse } from "@/lib/rest/schemas";
import { FILTERS_MAX, STATUS_FILTERS } from "@/lib/users/filter";
import { SORTS } from "@/lib/users/list";

const READ = { scope: "users.read", permission: "users.read" } as const;
const UPDATE = { scope: "users.write", permission: "users.update" } as const;
const SUSPEND = { scope: "users.write", permission: "users.suspend" } as const;
const REMOVE = { scope: "users.write", permission: "users.remove" } as const;
const CREDENTIALS = { scope: "credentials.write", permission: "users.credentials.issue" } as const;

const sorts = SORTS.flatMap((sort) => [sort, `-${sort}`] as const);

const userShape = userSchema.meta({ id: "User", description: "A person." });
const whole = { about: "The person.", schema: userShape, example: USER_EXAMPLE };
const gone = { about: "Done." };

export const users = resource("Users", "People of the key’s organization.", {
  list: {
    method: "GET",
    path: "/users",
    summary: "List and search people",
    access: READ,
    query: z.strictObject({
      ...paging,
      search: z.string().max(200).optional().describe("Words of a name, an address or a username."),
      status: z.enum(STATUS_FILTERS).optional(),
      role: z.enum(ROLES).optional(),
      group: z.uuid().optional().describe("Who is in this group. Takes the scope `groups.read` too."),
      import: z.uuid().optional().describe("Whom this import created."),
      properties: z
        .record(z.uuid(), z.string().max(PROPERTY_TEXT_MAX))
        .refine((values) => Object.keys(values).length <= FILTERS_MAX, `At most ${FILTERS_MAX} properties.`)
        .optional()
        .describe("Who has these values, as `properties[id]=value`."),
      sort: z
        .enum(sorts as [string, ...string[]])
        .default("name")
        .describe("With `-` the other way round."),
    }),
    fields: userSchema,
    answers: {
      200: {
        about: "A page of people.",
        schema: pageOf(sparse(userSchema), {
          total: z.int().describe("How many match in all."),
          totalIsExact: z.boolean().describe("Whether they were counted to the last one."),
        }),
        example: { items: [USER_EXAMPLE], next: null, total: 1, totalIsExact: true },
      },
    },
    example: { query: { search: "mil", status: "active", limit: "10" } },
  },
  create: {
    method: "POST",
    path: "/users",
    summary: "Add a person",
    about: "Without a username it is made from the access email.",
    access: { scope: "users.write", permission: "users.create" },
    body: newUserSchema,
    answers: { 201: { ...whole, about: "The person who was added." } },
    refusals: ["notFound"],
    example: {
      body: { firstName: "Ada", lastName: "Adams", accessEmail: "ada@mail.example", company: "Acme Sales" },
    },
  },
  read: {
    method: "GET",
    path: "/users/{userId}",
    summary: "Read a person",
    about: "Somebody who was removed can be read for as long as the removal can be taken back.",
    access: READ,
    fields: userSchema,
    answers: { 200: { ...whole, schema: sparse(userSchema) } },
    example: { params: { userId: EXAMPLE.user } },
  },
  update: {
    method: "PATCH",
    path: "/users/{userId}",
    summary: "Change a person",
    access: UPDATE,
    ifMatch: "required",
    body: userChangeSchema,
    answers: { 200: { ...whole, about: "The person as they are now." } },
    refusals: ["conflict"],
    example: { params: { userId: EXAMPLE.user }, body: { company: "Acme Support", otherEmail: null } },
  },
  remove: {
    method: "DELETE",
    path: "/users/{userId}",
    summary: "Remove a person",
    about: "For 30 days it can be taken back.",
    access: REMOVE,
    ifMatch: "accepted",
    answers: { 204: gone },
    refusals: ["conflict"],
    example: { params: { userId: EXAMPLE.user } },
  },
  restore: {
    method: "DELETE",
    path: "/users/{userId}/removal",
    summary: "Take a removal back",
    access: REMOVE,
    answers: { 200: { ...whole, about: "The person, who is there again." } },
    refusals: ["conflict"],
    example: { params: { userId: EXAMPLE.removed } },
  },
  suspend: {
    method: "PUT",
    path: "/users/{userId}/suspension",
    summary: "Suspend a person",
    access: SUSPEND,
    ifMatch: "accepted",
    answers: { 200: { ...whole, about: "The person, suspended." } },
    refusals: ["conflict"],
    example: { params: { userId: EXAMPLE.user } },
  },
  reactivate: {
    method: "DELETE",
    path: "/users/{userId}/suspension",
    summary: "Reactivate a person",
    about: "Opens an account, too, that wrong passwords have locked.",
    access: SUSPEND,
    ifMatch: "accepted",
    answers: { 200: { ...whole, about: "The person, who may sign in again." } },
    refusals: ["conflict"],
    example: { params: { userId: EXAMPLE.suspended } },
  },
  groups: {
    method: "GET",
    path: "/users/{userId}/groups",
    summary: "List a person’s groups",
    access: READ,
    query: z.strictObject(paging),
    answers: {
      200: {
        about: "A page of groups, by name.",
        schema: pageOf(z.object({ id: idSchema, name: z.string(), since: momentSchema }), {}),
        example: { items: [{ id: EXAMPLE.group, name: "Sales", since: EXAMPLE_MOMENT }], next: null },
      },
    },
    example: { params: { userId: EXAMPLE.user } },
  },
  sendLink: {
    method: "POST",
    path: "/users/{userId}/messages",
    summary: "Send a person a link",
    about:
      "An invitation or a welcome with a QR code to somebody who has not activated the account, and a link to choose a new password to somebody who has. Nobody gets the same within an hour.",
    access: { scope: "credentials.write", permission: "messages.send" },
    body: z.strictObject({
      kind: z.enum(["invitation", "welcomeQr", "reset"]),
      method: z.enum(["email", "sms"]).default("email"),
    }),
    answers: {
      202: { about: "It is on its way.", schema: z.object({ queued: z.int() }), example: { queued: 1 } },
    },
    example: { params: { userId: EXAMPLE.invited }, body: { kind: "invitation" } },
  },
  makeLink: {
    method: "POST",
    path: "/users/{userId}/activation-links",
    summary: "Make a link to activate an account with",
    about: "It is in this answer and nowhere else. Links from before stop working.",
    access: CREDENTIALS,
    answers: {
      201: {
        about: "The link.",
        schema: z.object({ link: z.url() }),
        example: { link: "https://people.example.com/activate/q1S" },
      },
    },
    example: { params: { userId: EXAMPLE.invited } },
  },
  makePin: {
    method: "POST",
    path: "/users/{userId}/pins",
    summary: "Make a PIN to activate an account with",
    about: "It is in this answer and nowhere else. A PIN from before stops working.",
    access: CREDENTIALS,
    body: z.strictObject({
      digits: z
        .string()
        .regex(/^\d{6}$/)
        .nullable()
        .default(null)
        .describe("One’s own; null for a made one."),
      uses: z.int().min(1).max(PIN_LIMITS.usesMax).optional(),
      hours: z.int().min(1).max(PIN_LIMITS.hoursMax).optional(),
    }),
    answers: {
      201: {
        about: "The PIN.",
        schema: z.object({ id: idSchema, pin: z.string(), username: z.string(), expiresAt: momentSchema }),
        example: {
          id: EXAMPLE.pin,
          pin: "482917",
          username: "ines@acme.example",
          expiresAt: EXAMPLE_MOMENT,
        },
      },
    },
    example: { params: { userId: EXAMPLE.invited }, body: { uses: 1, hours: 24 } },
  },
  resetSecondStep: {
    method: "DELETE",
    path: "/users/{userId}/second-step",
    summary: "Take all ways of a second step away",
    about: "For somebody who has lost their device: they set up another when they sign in.",
    access: CREDENTIALS,
    answers: { 204: gone },
    refusals: ["conflict"],
    example: { params: { userId: EXAMPLE.user } },
  },
});
