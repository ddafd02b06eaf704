import { beforeEach, expect, test, vi } from "vitest";
import { activateAccount, askForAnother } from "@/app/(public)/activate/[token]/actions";
import { setNewPassword } from "@/app/(public)/reset/[token]/actions";
import { readActivation } from "@/lib/credentials/activation";
import { writeInvitation } from "@/lib/credentials/invitations";
import { newToken } from "@/lib/credentials/token";
import { withOrganization } from "@/lib/db";
import { mailSink, tokenIn } from "@/tests/support/mail-sink";
import { freshNetwork } from "@/tests/support/networks";
import { adminQuery } from "@/tests/support/product-database";
import { codeOf, makeActor, makeOrganization, makeUser } from "@/tests/support/product-people";

const page = vi.hoisted(() => ({ refresh: vi.fn(), ip: "" }));
vi.mock("next/cache", () => ({ refresh: page.refresh }));
vi.mock("next/headers", () => ({ headers: async () => new Headers({ "x-rollcall-network": page.ip }) }));

const EXPIRED = { error: "This link has expired." };
const LAPSED = { error: "This link has been used, replaced or has lapsed." };

beforeEach(() => {
  page.refresh.mockClear();
  page.ip = freshNetwork();
});

async function opened(kind: "invitation" | "reset") {
  const organization = await makeOrganization();
  const admin = await makeActor(organization, "admin");
  const user = await makeUser(organization, kind === "reset" ? {} : { activatedAt: null });
  const token = await withOrganization(organization.id, (tx) => writeInvitation(tx, admin, user, kind));
  expect(codeOf(await readActivation(token))).toBe("ok");
  const set = (statement: string) =>
    adminQuery(`UPDATE credentials SET ${statement} WHERE user_id = $1`, [user.id]);
  return { organization, token, set };
}

const typed = (password = "seven purple lanterns at noon") => {
  const form = new FormData();
  form.set("password", password);
  return form;
};

test.each([
  ["invitation", activateAccount],
  ["reset", setNewPassword],
] as const)(
  "a link of the kind “%s” that expires while its page is open has the page say so and offer another",
  async (kind, press) => {
    const { organization, token, set } = await opened(kind);
    expect(await press(token, {}, typed("short"))).toMatchObject({ error: expect.stringMatching(/15/) });
    expect(page.refresh).not.toHaveBeenCalled();
    await set("expires_at = now()");
    expect(await press(token, {}, typed())).toEqual(EXPIRED);
    expect(page.refresh).toHaveBeenCalledOnce();
    expect(await readActivation(token)).toMatchObject({ ok: false, error: { message: EXPIRED.error } });
    expect(await askForAnother(token)).toMatchObject({ done: expect.stringMatching(/on its way/) });
    const sink = mailSink();
    await sink.deliver(organization.id);
    expect(codeOf(await readActivation(tokenIn(sink.mails[0])))).toBe("ok");
  },
);

test.each([
  ["invitation", activateAccount],
  ["reset", setNewPassword],
] as const)(
  "what else became of a link of the kind “%s”, or that there never was one, is not told",
  async (kind, press) => {
    const { token, set } = await opened(kind);
    await set("expires_at = now(), revoked_at = now()");
    expect(await press(token, {}, typed())).toEqual(LAPSED);
    for (const unknown of [newToken(), "", "\0", "\ud800"])
      expect(await press(unknown, {}, typed())).toEqual(LAPSED);
    expect(page.refresh).toHaveBeenCalledTimes(5);
  },
);
