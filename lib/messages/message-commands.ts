import "server-only";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import { hashToken } from "@/lib/credentials/token";
import { withOrganization } from "@/lib/db";
import { isId, newId } from "@/lib/ids";
import { type Method, opensAccount, type TemplateKind } from "@/lib/messages/kinds";
import { linkToken } from "@/lib/messages/links";
import { exampleValues, readMessage, type Shown, show } from "@/lib/messages/preview-queries";
import { sendSoon } from "@/lib/messages/queue";
import { readTemplate } from "@/lib/messages/template-queries";
import { transports } from "@/lib/messages/transport/transport";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, forbidden, notFound, ok, type Result } from "@/lib/result";
import { subjectOf } from "@/lib/users/commands";
import { findPersonRow } from "@/lib/users/person-row";

/** Sends an actor a template as it is now, filled in with their own name and links that open nothing. */
export async function testTemplate(
  actor: Actor,
  { key, method }: { key: string; method: Method },
): Promise<Result<{ address: string }>> {
  const own = await withOrganization(actor.organizationId, (tx) =>
    tx.user.findFirst({ where: { organizationId: actor.organizationId, id: actor.userId } }),
  );
  const address = method === "email" ? own?.accessEmail : own?.mobilePhone;
  return command(actor, "messages.send", async (tx) => {
    if (!own || !address) return fail("conflict", "Your account has no mobile phone to send it to.");
    const { id: organizationId, name } = actor.organization;
    const template = await readTemplate(tx, organizationId, key);
    if (!template) return notFound("template");
    if (method === "sms" && template.smsBody === "")
      return fail("invalid", `“${template.name}” has no words for an SMS.`);
    const { firstName, lastName, username } = own;
    const filled = {
      firstName,
      lastName,
      username,
      ...(await exampleValues(tx, organizationId, template.kind, name)),
      ...(template.id ? {} : { of: template.kind }),
    };
    const id = newId();
    const madeBy = storeActor(actor);
    const test = { kind: "test", method, address, templateId: template.id, filled, madeBy };
    await tx.message.create({ data: { organizationId, id, ...test }, select: { id: true } });
    await sendSoon(tx, organizationId);
    const subject = { type: "message" as const, id, name: template.name };
    await record(tx, organizationId, actor, "message.tested", subject, { after: { method, address } });
    return ok({ address });
  });
}

/**
 * Shows an invitation with its live link, where messages reach nobody because no service is set up. It is for whoever
 * could issue such a link themselves, and says so in the audit log. A link to choose a new password, and a password, are
 * shown to nobody: they open accounts that are somebody's.
 */
export function revealMessage(actor: Actor, messageId: string): Promise<Result<Shown>> {
  return command(actor, "users.credentials.issue", async (tx) => {
    const { id: organizationId } = actor.organization;
    const message =
      isId(messageId) && (await tx.message.findFirst({ where: { organizationId, id: messageId } }));
    if (!message) return notFound("message");
    const user =
      message.userId && (await findPersonRow(tx, { organizationId, id: message.userId, removedAt: null }));
    const kind = message.kind as TemplateKind;
    if (!user || !opensAccount(kind) || kind === "loginDetails") return notFound("link");
    if (!can(actor, "users.credentials.issue", subjectOf(user)) || !can(actor, "messages.send"))
      return forbidden();
    if (!transports()[message.method === "sms" ? "sms" : "email"].isLocal)
      return fail("conflict", "Messages really leave this place: only whoever got this one has its link.");
    const token = linkToken(message);
    const credential = await tx.credential.findFirst({
      where: {
        organizationId,
        tokenHash: hashToken(token),
        usedAt: null,
        revokedAt: null,
        expiresAt: { gt: new Date() },
      },
    });
    if (!credential) return fail("conflict", "This link is good no more, or not made yet.");
    const found = await readMessage(tx, organizationId, messageId, token);
    if (!found) return notFound("message");
    const subject = { type: "user" as const, id: user.id, name: user.username };
    await record(tx, organizationId, actor, "message.revealed", subject, {});
    return ok(await show(found.text, found.values));
  });
}
