import * as z from "zod";
import { KIND_INFO, type Method, type TemplateKind } from "@/lib/messages/kinds";
import {
  isVariable,
  LINK_VARIABLES,
  namesIn,
  SECRET_VARIABLES,
  type VariableName,
} from "@/lib/messages/template/variables";
import type { FieldIssue } from "@/lib/result";

export const NAME_LENGTH_MAX = 80;
export const SUBJECT_LENGTH_MAX = 200;
export const BODY_LENGTH_MAX = 10_000;
export const SMS_LENGTH_MAX = 1_000;

const atMost = (max: number) => `At most ${max.toLocaleString("en")} characters.`;
const trimmed = z.string().transform((text) => text.normalize("NFC").trim());

/** The words of a template: an e-mail, and an SMS unless it is blank. */
export const templateText = z.object({
  subject: trimmed.pipe(
    z
      .string()
      .min(1, "Give it a subject.")
      .max(SUBJECT_LENGTH_MAX, atMost(SUBJECT_LENGTH_MAX))
      .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, "A subject is one line."),
  ),
  body: trimmed.pipe(z.string().min(1, "Write something.").max(BODY_LENGTH_MAX, atMost(BODY_LENGTH_MAX))),
  smsBody: trimmed.pipe(z.string().max(SMS_LENGTH_MAX, atMost(SMS_LENGTH_MAX))),
});

export const templateName = trimmed.pipe(
  z.string().min(1, "Give it a name.").max(NAME_LENGTH_MAX, atMost(NAME_LENGTH_MAX)),
);

export type TemplateText = z.output<typeof templateText>;

/** What is wrong with the variables and links of a template; what is not known there names what may be. */
export function templateIssues(kind: TemplateKind, { subject, body, smsBody }: TemplateText): FieldIssue[] {
  const { methods } = KIND_INFO[kind];
  const allowed = KIND_INFO[kind].variables;
  const forSubject = allowed.filter((name) => !SECRET_VARIABLES.includes(name));
  const forSms = allowed.filter((name) => name !== "qr");
  const hasSms = methods.includes("sms") && smsBody !== "";
  return [
    ...unknownIn("subject", subject, forSubject),
    ...unknownIn("body", body, allowed),
    ...misplacedIn(body),
    ...exposedIn(kind, { subject, body, smsBody }),
    ...missingIn("body", body, kind, "email"),
    ...(hasSms
      ? [...unknownIn("smsBody", smsBody, forSms), ...missingIn("smsBody", smsBody, kind, "sms")]
      : []),
    ...(!methods.includes("sms") && smsBody !== ""
      ? [{ path: "smsBody", message: "This message goes by e-mail alone." }]
      : []),
  ];
}

function unknownIn(path: string, text: string, allowed: readonly VariableName[]): FieldIssue[] {
  const unknown = [...new Set(namesIn(text))].filter((name) => !isVariable(name) || !allowed.includes(name));
  if (unknown.length === 0) return [];
  const names = (list: readonly string[]) => list.map((name) => `{${name}}`).join(", ");
  return [{ path, message: `${names(unknown)} cannot stand here. What can: ${names(allowed)}.` }];
}

/** A button leads where a variable says and nowhere else; an image has a line of its own. */
function misplacedIn(body: string): FieldIssue[] {
  const links = LINK_VARIABLES.map((name) => `{${name}}`).join(" or ");
  const isLink = (to: string) => LINK_VARIABLES.some((name) => to === `{${name}}`);
  const issues: FieldIssue[] = [];
  for (const line of body.split(/\r\n?|\n/).map((each) => each.trim())) {
    const whole = /^\[[^[\]]+\]\(([^()]*)\)$/.exec(line);
    if (whole ? !isLink(whole[1] ?? "") : /\[[^[\]]*\]\(/.test(line))
      issues.push({
        path: "body",
        message: `“${line.slice(0, 60)}”: a button has a line of its own and leads to ${links}, as in [Open]({signInLink}).`,
      });
    if (line.includes("{qr}") && line !== "{qr}")
      issues.push({ path: "body", message: "{qr} needs a line of its own." });
  }
  return issues;
}

/** Whether what is to be told in secret could be carried elsewhere by these words. */
export const exposesSecrets = (kind: TemplateKind, text: TemplateText): boolean =>
  exposedIn(kind, text).length > 0;

/**
 * Whoever may write words may not make of a link a part of an address of their own, nor lead anybody elsewhere who has a
 * link, a password or a code in hand.
 */
function exposedIn(kind: TemplateKind, text: TemplateText): FieldIssue[] {
  if (!KIND_INFO[kind].variables.some((name) => SECRET_VARIABLES.includes(name))) return [];
  return (["subject", "body", "smsBody"] as const).flatMap((path) => {
    // Nobody who reads it sees what makes words bold.
    const seen = text[path].replaceAll("**", "").replace(BUTTONS, "$1");
    const joined = SECRET_VARIABLES.find((name) =>
      seen.split(`{${name}}`).some((part, index, { length }) => {
        const follows = index > 0 && !CLEAR_AFTER.test(part);
        return follows || (index < length - 1 && !CLEAR_BEFORE.test(part));
      }),
    );
    return [
      ...(joined ? [{ path, message: `{${joined}} needs a space or the end of a line on both sides.` }] : []),
      ...(ADDRESS.test(seen)
        ? [{ path, message: "No addresses of websites here: only {signInLink} and what opens the account." }]
        : []),
    ];
  });
}

const BUTTONS = /^[ \t]*(\[[^[\]\r\n]+\])\(\{\w+\}\)[ \t]*$/gm;
const CLEAR_BEFORE = /(?:^|[ \t\r\n])$/;
const CLEAR_AFTER = /^[.,;:!?]?(?:$|[ \t\r\n])/;
const ADDRESS = /:\/\/|www\.|[\p{L}\d]\.\p{L}{2,}[/?#:]\S/iu;

function missingIn(path: string, text: string, kind: TemplateKind, method: Method): FieldIssue[] {
  const used = namesIn(text);
  return KIND_INFO[kind].needs[method]
    .filter((name) => !used.includes(name))
    .map((name) => ({ path, message: `Without {${name}} this message is of no use to anybody.` }));
}
