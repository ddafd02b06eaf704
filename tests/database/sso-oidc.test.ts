import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSession } from "@/lib/auth/session-row";
import { newId } from "@/lib/ids";
import { begin, finish, makeProvider } from "@/tests/database/sso-support";
import { type OpenId, signInThere, startOpenId } from "@/tests/support/openid";
import { adminQuery } from "@/tests/support/product-database";
import { eventsOf, makeOrganization, makeUser, type TestOrganization } from "@/tests/support/product-people";

let organization: TestOrganization;
let openId: OpenId;
const providerId = newId();

beforeAll(async () => {
  organization = await makeOrganization();
  openId = await startOpenId([`http://rollcall.example/api/sso/${organization.id}/${providerId}/callback`]);
});
afterAll(() => openId.stop());

describe("somebody who has an account", () => {
  test("signs in by the provider, with a session as after a password, and is linked", async () => {
    const provider = await makeProvider(organization, openId, { id: providerId });
    const user = await makeUser(organization);
    openId.people.set("una", { sub: "una", email: user.username, email_verified: true });
    const way = await begin(provider, "/account");
    const outcome = await finish(way, await signInThere(way.url, "una"));
    expect(outcome).toMatchObject({ is: "in", target: "/account", admitted: { pending: null } });
    if (outcome.is !== "in") return;
    const { sessionId } = outcome.admitted;
    expect(await readSession(organization.id, sessionId, "")).toMatchObject({ userId: user.id });
    expect((await eventsOf(sessionId)).map(({ action }) => action)).toEqual(["session.started"]);
    expect((await eventsOf(user.id)).map(({ action }) => action)).toContain("signOn.linked");
    expect(await adminQuery("SELECT subject FROM sign_on_links WHERE user_id = $1", [user.id])).toEqual([
      { subject: "una" },
    ]);
  });
});
