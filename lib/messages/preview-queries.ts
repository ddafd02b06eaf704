import "server-only";
import { RESET_MINUTES } from "@/lib/credentials/invitations";
import { credentialPolicy } from "@/lib/credentials/policy";
import { qrPng } from "@/lib/credentials/qr";
import { type Transaction, withOrganization } from "@/lib/db";
import { publicUrl } from "@/lib/env";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import { KIND_INFO, type MessageKind, type Method, type TemplateKind } from "@/lib/messages/kinds";
import { type SmsLength, smsLength } from "@/lib/messages/sms-length";
import type { TemplateText } from "@/lib/messages/template/check";
import { compileTemplate, QR_CONTENT_ID } from "@/lib/messages/template/compile";
import { momentInMessage } from "@/lib/messages/template/moment";
import { VARIABLES, type Values } from "@/lib/messages/template/variables";
import { type Filled, readTexts, textKey } from "@/lib/messages/texts";
import { localeOf } from "@/lib/organizations/locale";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";
import { notFound, ok, type Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import { NO_FILTER } from "@/lib/users/filter";
import { usersWhere } from "@/lib/users/where";

/** A message as whoever gets it sees it. */
export type Shown = {
  /** Whose data it shows. */
  person: string;
  subject: string;
  html: string;
  text: string;
  sms: string;
  smsLength: SmsLength;
};

/** As long as a real one, so that an SMS is as long as it will be, and no link to anything. */
export const EXAMPLE_TOKEN = "example-link-that-opens-no-account-whatever";
const HIDDEN_TOKEN = "hidden-here";
const HIDDEN_PASSWORD = "••••••••";
const HIDDEN_CODE = "••••••";

/**
 * A template with the data of somebody real, and links that open nothing.
 * @param whom their id, or words to find them by; whoever comes first by name when it is blank
 */
export async function previewTemplate(
  actor: Actor,
  kind: TemplateKind,
  text: TemplateText,
  whom: string,
): Promise<Result<Shown>> {
  demand(actor, "messages.send", "messages.templates.update");
  const { id: organizationId } = actor.organization;
  const found = await withOrganization(organizationId, async (tx) => {
    const userId = await findPerson(tx, actor, whom);
    return userId ? valuesOf(tx, organizationId, kind, userId, EXAMPLE_TOKEN) : null;
  });
  return found ? ok(await show(text, found)) : notFound("person");
}

/**
 * What a message says, with the data of its person as it is now, and without its secrets; null when there is none, and for
 * words to or of support where whoever asks may not read requests.
 */
export async function readContent(
  actor: Actor,
  messageId: string,
): Promise<(Shown & { method: Method }) | null> {
  demand(actor, "messages.send");
  const { id: organizationId } = actor.organization;
  if (!isId(messageId)) return null;
  const found = await withOrganization(organizationId, (tx) =>
    readMessage(tx, organizationId, messageId, HIDDEN_TOKEN),
  );
  if (!found || (isOfSupport(found.kind) && !can(actor, "support.read"))) return null;
  return { ...(await show(found.text, found.values)), method: found.method };
}

/** The text and the values of a message, with a link of this token. */
export async function readMessage(
  tx: Transaction,
  organizationId: string,
  messageId: string,
  token: string,
): Promise<{ kind: MessageKind; text: TemplateText; values: Values; method: Method } | null> {
  const message = await tx.message.findFirst({ where: { organizationId, id: messageId } });
  if (!message) return null;
  const filled = message.filled as Filled;
  const written = { kind: message.kind as TemplateKind | "test", templateId: message.templateId, filled };
  const text = (await readTexts(tx, organizationId, [written])).get(textKey(written));
  const values =
    written.kind === "test" || !message.userId
      ? filled
      : await valuesOf(tx, organizationId, written.kind, message.userId, token, filled);
  const method = message.method === "sms" ? "sms" : "email";
  return text && values ? { kind: written.kind, text, values, method } : null;
}

const isOfSupport = (kind: MessageKind) => kind === "supportRequest" || kind === "supportReply";

async function findPerson(tx: Transaction, actor: Actor, whom: string): Promise<string | null> {
  if (isId(whom)) return whom;
  const filter = { ...NO_FILTER, search: whom.trim().slice(0, 200) };
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM users WHERE ${usersWhere(actor, filter)} ORDER BY sort_name, id ${Prisma.sql`LIMIT 1`}`;
  return rows[0]?.id ?? null;
}

async function valuesOf(
  tx: Transaction,
  organizationId: string,
  kind: TemplateKind,
  userId: string,
  token: string,
  told: Values = {},
): Promise<Values | null> {
  const user = await tx.user.findFirst({ where: { organizationId, id: userId } });
  const organization = await tx.organization.findFirst({
    where: { id: organizationId },
    select: { name: true },
  });
  if (!user || !organization) return null;
  const { firstName, lastName, username } = user;
  return {
    firstName,
    lastName,
    username,
    ...(await exampleValues(tx, organizationId, kind, organization.name, token)),
    ...told,
  };
}

/** What is filled in that no person has: names of the place, and links that open nothing. */
export async function exampleValues(
  tx: Transaction,
  organizationId: string,
  kind: TemplateKind,
  organization: string,
  token = EXAMPLE_TOKEN,
): Promise<Values> {
  const { invitationDays } = await credentialPolicy(tx, organizationId);
  const locale = localeOf(
    await tx.organization.findUniqueOrThrow({
      where: { id: organizationId },
      select: { timeZone: true, dateStyle: true },
    }),
  );
  const isReset = KIND_INFO[kind].credential === "reset";
  const goodForMs = isReset ? RESET_MINUTES * 60_000 : invitationDays * 86_400_000;
  return {
    organization,
    signInLink: publicUrl() + routes.signIn(),
    link: publicUrl() + (isReset ? routes.reset(token) : routes.activate(token)),
    expires: momentInMessage(new Date(Date.now() + goodForMs), locale),
    password: HIDDEN_PASSWORD,
    device: VARIABLES.device.example,
    network: VARIABLES.network.example,
    signedInAt: momentInMessage(new Date(), locale),
    code: HIDDEN_CODE,
  };
}

/** A text with these values, its image among the HTML. */
export async function show(text: TemplateText, values: Values): Promise<Shown> {
  const template = await compileTemplate(text);
  const filled = template.fill(values);
  const image = template.hasQr && values.link ? await qrPng(values.link) : null;
  const data = image ? `data:image/png;base64,${Buffer.from(image).toString("base64")}` : "";
  const person = `${values.firstName ?? ""} ${values.lastName ?? ""}`.trim();
  return {
    ...filled,
    html: filled.html.replaceAll(`cid:${QR_CONTENT_ID}`, data),
    person,
    smsLength: smsLength(filled.sms),
  };
}
