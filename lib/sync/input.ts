import * as z from "zod";
import { isColumnField } from "@/lib/imports/columns/column-field";
import { ROLES } from "@/lib/permissions/roles";
import { CLOUDS, MINUTES, OWNERS } from "@/lib/sync/kinds";

const line = (max: number, words: string) =>
  z.string().trim().min(1, words).max(max, `At most ${max} characters.`);
const address = z.string().trim().max(300);
const id = z.string().max(64);

const name = line(80, "Give it a name.");
// A tenant is an id or one of its domains; the client is an id.
const tenant = line(253, "Say the directory (tenant) ID.").regex(
  /^[A-Za-z0-9.-]+$/,
  "This is an ID or a domain, as the directory’s overview shows it.",
);
const client = line(64, "Say the application (client) ID.").regex(
  /^[A-Za-z0-9-]+$/,
  "This is an ID, as the application’s overview shows it.",
);

export const entraInput = z.strictObject({
  kind: z.literal("entra"),
  name,
  tenant,
  client,
  cloud: z.enum(CLOUDS),
  loginUrl: address,
  graphUrl: address,
  proof: z.enum(["secret", "certificate"]),
  secret: z.string().trim().max(20_000),
});

export const ldapInput = z.strictObject({
  kind: z.literal("ldap"),
  name,
  url: line(300, "Say the directory’s address, such as ldaps://ldap.example."),
  bindDn: line(500, "Say as whom it is asked."),
  baseDn: line(500, "Say where people are looked for."),
  filter: z.string().trim().max(1000),
  groupFilter: z.string().trim().max(1000),
  authority: z.string().trim().max(20_000),
  secret: z.string().max(1000),
});

/** What a form says of a directory; of one that there is already, a blank secret leaves it as it is. */
export const connectionInput = z.discriminatedUnion("kind", [entraInput, ldapInput]);
export type ConnectionInput = z.output<typeof connectionInput>;

export const newConnectionInput = connectionInput.refine(({ secret }) => secret !== "", {
  path: ["secret"],
  message: "Without it nobody is let in.",
});

export const connectionIdInput = z.strictObject({ connectionId: id });

export const changedConnectionInput = z.strictObject({ connectionId: id, connection: connectionInput });

const fieldChoice = z.strictObject({ from: line(64, "Choose an attribute."), owner: z.enum(OWNERS) });

export const choiceInput = z.strictObject({
  connectionId: id,
  choice: z.strictObject({
    who: z.enum(["everybody", "groups"]),
    fields: z
      .record(z.string(), fieldChoice)
      .refine(
        (fields) =>
          Object.keys(fields).every(
            (field) => isColumnField(field) && !["password", "status", "role", "fullName"].includes(field),
          ),
        "There is no such field.",
      ),
    notify: z.enum(["none", "email"]),
    everyMinutes: z.union(MINUTES.map((minutes) => z.literal(minutes))),
  }),
});

/** What the form of choices sends. */
export type ChoiceInput = z.input<typeof choiceInput>;

export const mappingInput = z.strictObject({
  connectionId: id,
  sourceId: line(200, "Choose a group."),
  name: line(300, "Choose a group."),
  inScope: z.boolean(),
  role: z.enum(ROLES).nullable(),
  groupId: id.nullable(),
});
export type Mapping = z.output<typeof mappingInput>;

export const unmapInput = z.strictObject({ connectionId: id, sourceId: line(200, "Choose a group.") });

export const findGroupsInput = z.strictObject({ connectionId: id, words: z.string().trim().max(100) });

export const startInput = z.strictObject({ connectionId: id, full: z.boolean() });

export const allowInput = z.strictObject({ connectionId: id, runId: id, count: z.number().int().min(1) });
