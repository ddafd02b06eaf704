import * as z from "zod/mini";
import { ACCESS_PROFILES, ROLES } from "@/lib/permissions/roles";
import { isDomain, readDomainName } from "@/lib/users/domain-name";
import { MANDATORY_FIELDS, USER_FIELD_INFO, type UserField } from "@/lib/users/fields";
import { type PlainField, readField } from "@/lib/users/read-field";
import { canonical, missing, problem, type Reading } from "@/lib/users/reading";
import { readUsernameLocal } from "@/lib/users/username";

export type UserSchemaOptions = {
  mandatory?: readonly UserField[];
  /** How a field is read; the server passes one that knows every country's phone numbers. */
  read?: (text: string, field: PlainField) => Reading;
};

/**
 * The schema of one person, composed of one schema a field: canonical texts out (`readField` says how), null for a
 * blank field that is not mandatory. Names, username, access email and role are always mandatory.
 */
export function userSchema({ mandatory = MANDATORY_FIELDS, read = readField }: UserSchemaOptions = {}) {
  const field = (name: PlainField) =>
    mandatory.includes(name) ? mandatoryText(name, read) : optionalText(name, read);
  return z.object({
    firstName: mandatoryText("firstName", read),
    lastName: mandatoryText("lastName", read),
    usernameLocal: mandatoryText("username", readUsernameLocal),
    domain: mandatoryText("username", readDomain),
    accessEmail: mandatoryText("accessEmail", read),
    otherEmail: field("otherEmail"),
    mobilePhone: field("mobilePhone"),
    businessPhone: field("businessPhone"),
    company: field("company"),
    customerCode: field("customerCode"),
    udid: field("udid"),
    accessEndsAt: field("accessEndsAt"),
    inAddressBook: z.optional(z.boolean()),
    role: z.enum(ROLES, { error: "Choose a role." }),
    accessProfile: z.optional(accessProfile),
  });
}

const accessProfile = z.pipe(
  z.enum(["", ...ACCESS_PROFILES], { error: "Choose an access profile, or none." }),
  z.transform((profile) => profile || null),
);

/** The form's schema in the browser; the server judges phones too (`schema-server`). */
export const createUserSchema = userSchema();

function mandatoryText<Field extends UserField>(name: Field, read: (text: string, name: Field) => Reading) {
  const typed = z.string({ error: missing(name).message });
  return z.pipe(
    typed,
    z.transform((text: string, context): string => {
      const reading = read(text, name);
      if (reading.ok && reading.value !== "") return reading.value;
      return refuse(context, text, reading.ok ? missing(name) : reading.problem);
    }),
  );
}

function optionalText<Field extends UserField>(name: Field, read: (text: string, name: Field) => Reading) {
  const { label } = USER_FIELD_INFO[name];
  return z.pipe(
    z.optional(z.nullable(z.string({ error: `${label} must be a text.` }))),
    z.transform((text: string | null | undefined, context): string | null => {
      const reading = read(text ?? "", name);
      if (reading.ok) return reading.value || null;
      return refuse(context, text, reading.problem);
    }),
  );
}

type TransformContext = { issues: { push: (issue: z.core.$ZodRawIssue) => unknown } };

function refuse(
  context: TransformContext,
  input: unknown,
  { code, message }: { code: string; message: string },
) {
  context.issues.push({ code: "custom", input, message, params: { code } });
  return z.NEVER;
}

function readDomain(text: string): Reading {
  if (text.trim() === "") return problem("username_malformed", "Choose the domain of the username.");
  const name = readDomainName(text);
  return isDomain(name)
    ? canonical(name.domain)
    : problem("username_malformed", `The domain of the username ${name.words}`);
}
