import "server-only";
import { mailedPasswords } from "@/lib/credentials/mailed-passwords";
import { mayReset } from "@/lib/credentials/may-reset";
import type { Transaction } from "@/lib/db";
import { publicUrl } from "@/lib/env";
import type { Prisma } from "@/lib/generated/prisma/client";
import { KIND_INFO, type Method, opensAccount, type TemplateKind } from "@/lib/messages/kinds";
import { linkToken, openLinks } from "@/lib/messages/links";
import { openCode } from "@/lib/messages/sealed";
import { momentInMessage } from "@/lib/messages/template/moment";
import type { Values } from "@/lib/messages/template/variables";
import type { Filled } from "@/lib/messages/texts";
import { unprovenPhones } from "@/lib/mfa/unproven-phones";
import { type Locale, localeOf } from "@/lib/organizations/locale";
import { fail, ok, type Result } from "@/lib/result";
import { routes } from "@/lib/routes";

/** A message whose turn it is; `attempts` counts the try that is being made. */
export type Claimed = {
  organizationId: string;
  id: string;
  userId: string | null;
  kind: TemplateKind | "test";
  method: Method;
  address: string;
  attempts: number;
  templateId: string | null;
  filled: Filled;
  sealed: Uint8Array | null;
  batchId: string;
  linkId: string | null;
};

/** Where a message goes, and what is filled into its template. */
export type Prepared = { to: string; values: Values };

type User = Prisma.UserGetPayload<object>;

/** Until when links are good, and passwords, by the messages that tell them. */
type Secrets = { links: ReadonlyMap<string, Date>; passwords: ReadonlyMap<string, string> };

/** A message with where it would go, and why it does not. */
type Judged = { message: Claimed; user: User | null; to: string | null; refusal: string | null };

/**
 * Prepares messages of one organization: whoever may not get theirs any more is refused one, and the links of the others
 * are made at the first try. A link is the same at every later try, because the message's id and the installation's secret
 * make it; of it, no more than the hash is kept. The address is the one the person has at the first try, ever after.
 */
export async function prepareMessages(
  tx: Transaction,
  organizationId: string,
  messages: readonly Claimed[],
): Promise<ReadonlyMap<string, Result<Prepared>>> {
  const organization = await tx.organization.findFirstOrThrow({
    where: { id: organizationId },
    select: { name: true, timeZone: true, dateStyle: true },
  });
  const judged = await judge(tx, organizationId, messages);
  const going = judged.filter(({ refusal }) => refusal === null);
  await keepAddresses(tx, organizationId, going);
  const secrets: Secrets = {
    links: await openLinks(tx, organizationId, going.flatMap(linkOf)),
    passwords: await mailedPasswords(tx, organizationId, going.flatMap(passwordOf)),
  };
  return new Map(
    judged.map(
      (each) =>
        [
          each.message.id,
          preparedOf(each, { name: organization.name, locale: localeOf(organization) }, secrets),
        ] as const,
    ),
  );
}

async function judge(
  tx: Transaction,
  organizationId: string,
  messages: readonly Claimed[],
): Promise<Judged[]> {
  const ids = messages.flatMap(({ userId }) => userId ?? []);
  const users = await tx.user.findMany({ where: { organizationId, id: { in: ids } } });
  const byId = new Map(users.map((user) => [user.id, user]));
  const proving = messages.flatMap(({ kind, userId }) => (kind === "signInCode" && userId ? [userId] : []));
  const unproven = await unprovenPhones(tx, organizationId, proving);
  return messages.map((message) => {
    const user = message.userId ? (byId.get(message.userId) ?? null) : null;
    const to = user && (addressOf(message.method, user) ?? codesTo(message, unproven));
    return { message, user, to, refusal: refusalOf(message, user, to) };
  });
}

/** Where a code goes of somebody without a phone on file: to the one that it is to prove. */
const codesTo = ({ kind, userId }: Claimed, unproven: ReadonlyMap<string, string | null>) =>
  (kind === "signInCode" && userId && unproven.get(userId)) || null;

/** Why a message does not go out any more; null when it does. */
function refusalOf(message: Claimed, user: User | null, to: string | null): string | null {
  const { kind, method, address, attempts } = message;
  if (kind === "test" || kind === "supportRequest") return null;
  if (!user || user.removedAt) return "The person was removed.";
  if (opensAccount(kind) && (user.suspendedAt || user.legacyStatus)) return "The account may not be opened.";
  if (opensAccount(kind) && user.activatedAt) return "The account is active already.";
  if (opensAccount(kind) && user.accessEndsAt && user.accessEndsAt <= new Date())
    return "The person’s access has ended.";
  if (kind === "reset" && !mayReset(user, new Date())) return "The account is not active.";
  if (kind === "signInCode" && codeOf(message) === null) return "The code has expired.";
  if (!to) return "The person has no mobile phone.";
  // A code is for the phone that was proven or that it is to prove, and for no other.
  if (to !== address && (attempts > 1 || kind === "signInCode"))
    return `The ${method === "email" ? "access email" : "mobile phone"} has been changed since the first try.`;
  return null;
}

/** The code that a message tells, as long as it is good. */
function codeOf({ id, sealed }: Claimed): string | null {
  const known = sealed && openCode(id, sealed);
  return known && new Date(known.until) > new Date() ? known.code : null;
}

const addressOf = (method: Method, user: User) => (method === "email" ? user.accessEmail : user.mobilePhone);

async function keepAddresses(tx: Transaction, organizationId: string, going: Judged[]): Promise<void> {
  const moved = going.flatMap(({ message, to }) =>
    to && to !== message.address ? [{ id: message.id, to }] : [],
  );
  for (const { id, to } of moved)
    await tx.message.updateMany({ where: { organizationId, id }, data: { address: to } });
}

function linkOf({ message: { id, linkId, kind }, user }: Judged) {
  const credential = kind === "test" ? null : KIND_INFO[kind].credential;
  if (!credential || !user) return [];
  return [{ id, linkId, userId: user.id, username: user.username, kind: credential }];
}

const passwordOf = ({ message: { id, userId, kind, sealed } }: Judged) =>
  kind === "loginDetails" && userId ? [{ id, userId, sealed }] : [];

function preparedOf(
  { message, user, to, refusal }: Judged,
  { name: organization, locale }: { name: string; locale: Locale },
  { links, passwords }: Secrets,
): Result<Prepared> {
  if (refusal !== null) return fail("conflict", refusal);
  const signInLink = publicUrl() + routes.signIn();
  if (message.kind === "test" || !user)
    return ok({ to: message.address, values: { organization, signInLink, ...message.filled } });
  const { firstName, lastName, username } = user;
  const { of: _, ...told } = message.filled;
  const values: Values = { ...told, organization, signInLink, firstName, lastName, username };
  if (KIND_INFO[message.kind].credential) {
    const expiresAt = links.get(message.id);
    if (!expiresAt) return fail("conflict", "A newer link was issued, or this one has lapsed.");
    const token = linkToken(message);
    values.link = publicUrl() + (message.kind === "reset" ? routes.reset(token) : routes.activate(token));
    values.expires = momentInMessage(expiresAt, locale);
  }
  if (message.kind === "loginDetails") {
    const password = passwords.get(message.id);
    if (password === undefined) return fail("conflict", "The password was made void or replaced meanwhile.");
    values.password = password;
  }
  const code = message.kind === "signInCode" ? codeOf(message) : null;
  if (code !== null) values.code = code;
  return ok({ to: to ?? message.address, values });
}
