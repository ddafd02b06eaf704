import { signIn } from "@/lib/auth/sign-in";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { sendMessages } from "@/lib/messages/send";
import type { Outgoing, Transport } from "@/lib/messages/transport/transport";
import { base32 } from "@/lib/mfa/base32";
import type { Self } from "@/lib/mfa/own";
import { beginApp, confirmWay, readApp } from "@/lib/mfa/set-up";
import { hotp, stepAt, TOTP_SECONDS } from "@/lib/mfa/totp";
import { freshNetwork } from "@/tests/support/networks";
import { adminQuery } from "@/tests/support/product-database";
import {
  givePassword,
  makeUser,
  personOf,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

export const PASSWORD = "correct horse battery staple";

/** Somebody with a password and a session that has just begun. */
export async function makeSelf(
  organization: TestOrganization,
  fields: Parameters<typeof makeUser>[1] = {},
): Promise<{ user: User; self: Self }> {
  const user = await makeUser(organization, fields);
  await givePassword(user, PASSWORD);
  return { user, self: await selfOf(user, organization) };
}

/** A new session of somebody's. */
export async function selfOf(user: User, organization: TestOrganization): Promise<Self> {
  const sessionId = newId();
  const { organizationId, id: userId } = user;
  const expiresAt = new Date(Date.now() + 3_600_000);
  await withOrganization(organizationId, (tx) =>
    tx.session.create({ data: { organizationId, id: sessionId, userId, expiresAt } }),
  );
  const { id, slug, name, managing } = organization;
  return {
    person: { ...personOf(user, sessionId), ip: freshNetwork() },
    home: { id, slug, name, managing },
  };
}

/** Sets an authenticator app up. @returns its codes: of the step that is so many ahead of the present one */
export async function setUpApp(self: Self): Promise<(ahead?: number) => string> {
  unwrap(await beginApp(self));
  const shown = await readApp(self);
  const secret = bytesOf(shown?.secret ?? "");
  const codeOf = (ahead = 0) => hotp(secret, stepAt(new Date(Date.now() + ahead * TOTP_SECONDS * 1000)));
  unwrap(await confirmWay(self, "totp", codeOf()));
  // As if the step before had been used, so that the present one is there for the first sign-in.
  await adminQuery("UPDATE mfa_methods SET last_step = last_step - 1 WHERE user_id = $1", [
    self.person.userId,
  ]);
  return codeOf;
}

/** Lets a session's sign-in, and what was shown in it, be an hour ago. */
export const age = (self: Self) =>
  adminQuery(
    "UPDATE sessions SET created_at = now() - interval '1 hour', confirmed_at = confirmed_at - interval '1 hour' WHERE id = $1",
    [self.person.sessionId],
  );

/** Sends what waits in an organization, and keeps what would have gone out. */
export async function sentOf({ id: organizationId }: TestOrganization): Promise<Outgoing[]> {
  const out: Outgoing[] = [];
  const transport: Transport = {
    where: "a test",
    parallel: 1,
    batchMax: 1,
    isLocal: true,
    send: async (messages) => {
      out.push(...messages);
      return messages.map(() => ({ ok: true }));
    },
  };
  await sendMessages({ organizationId }, { email: transport, sms: transport, from: "a@b.example" });
  return out;
}

/** The code in the latest message to a phone. */
export const codeIn = (messages: Outgoing[], phone: string) =>
  messages
    .filter(({ to }) => to === phone)
    .map(({ text }) => /\d{6}/.exec(text)?.[0] ?? "")
    .at(-1) ?? "";

/** The bytes of base32, by trying: the product only ever writes it. */
function bytesOf(text: string): Uint8Array {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = Array.from(text, (letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [];
  if (base32(new Uint8Array(bytes)) !== text) throw new Error("That is no base32.");
  return new Uint8Array(bytes);
}

export const tryPassword = (user: User, given: { deviceOf?: () => string | null; target?: string } = {}) =>
  signIn({ username: user.username, password: PASSWORD, ip: freshNetwork(), userAgent: "Firefox", ...given });

/** Gives the right password, and what the browser keeps until the second step. */
export async function waiting(user: User): Promise<string> {
  const { pending, sessionId } = unwrap(await tryPassword(user));
  if (!pending || sessionId !== "") throw new Error("No second step was asked for.");
  return pending;
}
