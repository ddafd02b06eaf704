import { beforeEach, describe, expect, test } from "vitest";
import { readSession } from "@/lib/auth/session-row";
import { signIn } from "@/lib/auth/sign-in";
import { activate } from "@/lib/credentials/activation";
import { changePassword } from "@/lib/credentials/change-password";
import type { GivenCredentials } from "@/lib/credentials/give";
import { issuePin, withdrawPin } from "@/lib/credentials/pins/commands";
import { newPinInput } from "@/lib/credentials/pins/shape";
import { requestReset, resetPassword } from "@/lib/credentials/resets";
import { hashToken } from "@/lib/credentials/token";
import { newId } from "@/lib/ids";
import { NO_CHOICES } from "@/lib/imports/choices";
import { commitImport } from "@/lib/imports/commands/commit";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { hashPasswords } from "@/lib/imports/jobs/hash";
import { createTypedImport } from "@/lib/imports/typed/commands";
import { typedRows } from "@/lib/imports/typed/input";
import type { Actor } from "@/lib/permissions/actor";
import type { UserField } from "@/lib/users/fields";
import { blankUserForm } from "@/lib/users/user-form";
import { addFromForm, editFromForm } from "@/lib/users/user-form-commands";
import { detailsOf, jobOf, prepareRun } from "@/tests/support/import-runs";
import { mailSink, tokenIn } from "@/tests/support/mail-sink";
import { freshNetwork } from "@/tests/support/networks";
import { adminQuery, dump, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  personOf,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const CHOSEN = "lavender submarine clockwork";
const OWN = "seven purple lanterns at noon";

let organization: TestOrganization;
let admin: Actor;
let sink: ReturnType<typeof mailSink>;
let count = 0;
const next = () => {
  count += 1;
  return count;
};
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  sink = mailSink();
});

const formOf = (local: string) => ({
  ...blankUserForm(organization.domain, "user"),
  firstName: "Nora",
  lastName: "Newcomer",
  usernameLocal: local,
  accessEmail: `${local}@mail.example`,
});

async function add(credentials: GivenCredentials, mobilePhone = "") {
  const local = `nora${next()}`;
  const saved = await addFromForm(admin, newId(), { ...formOf(local), mobilePhone }, credentials);
  return { saved, username: `${local}@${organization.domain}`, accessEmail: `${local}@mail.example` };
}

const tryIn = (username: string, password: string) =>
  signIn({ username, password, ip: `2001:db8:2:${(next()).toString(16)}::1`, userAgent: null });
const passwordIn = (text = "") => /Password: \**([^\s*]+(?: [^\s*]+)*)\**/.exec(text)?.[1] ?? "";

async function expectNowhere(secret: string): Promise<void> {
  const all = await dump();
  for (const form of [secret, Buffer.from(secret).toString("hex"), Buffer.from(secret).toString("base64")])
    expect(all.includes(form)).toBe(false);
}

describe("a password that somebody else chose", () => {
  const standing = async (id: string) => {
    const [user] = await adminQuery("SELECT version, credential_expires_at FROM users WHERE id = $1", [id]);
    return { version: Number(user?.version), until: user?.credential_expires_at as Date | null };
  };

  test.each([
    ["role", { role: "viewer" as const }],
    ["access email", { accessEmail: "somebody.else@mail.example" }],
  ])("opens nothing after a change of the %s", async (_, change) => {
    const { saved, username } = await add({ setting: "chosen", password: CHOSEN });
    const { id } = unwrap(saved);
    const { version } = await standing(id);
    unwrap(await editFromForm(admin, id, version, { ...formOf(username.split("@")[0] ?? ""), ...change }));
    expect(codeOf(await tryIn(username, CHOSEN))).toBe("unauthenticated");
    expect((await eventsOf(id)).map(({ action }) => action)).toContain("user.passwordVoided");
    expect((await standing(id)).until).toBeNull();
  });

  test("is not told any more once it is void", async () => {
    const { saved, username, accessEmail } = await add({ setting: "chosenSent", password: CHOSEN });
    const { id } = unwrap(saved);
    const { version } = await standing(id);
    const change = { ...formOf(username.split("@")[0] ?? ""), role: "viewer" as const };
    unwrap(await editFromForm(admin, id, version, change));
    await sink.deliver(organization.id);
    expect(sink.to(accessEmail)).toEqual([]);
    expect(await adminQuery("SELECT state, error, sealed FROM messages WHERE user_id = $1", [id])).toEqual([
      { state: "cancelled", error: "The password was made void or replaced meanwhile.", sealed: null },
    ]);
  });

  test("is good as long as an invitation, whatever becomes of a PIN beside it", async () => {
    const { saved, username } = await add({ setting: "chosen", password: CHOSEN });
    const { id } = unwrap(saved);
    const { until } = await standing(id);
    const issued = unwrap(await issuePin(admin, id, newPinInput.parse({ digits: null, uses: 1, hours: 1 })));
    unwrap(await withdrawPin(admin, issued.id));
    expect((await standing(id)).until).toEqual(until);
    await adminQuery("UPDATE users SET credential_expires_at = now() - interval '1 s' WHERE id = $1", [id]);
    expect(codeOf(await tryIn(username, CHOSEN))).toBe("unauthenticated");
  });

  test("is as long in NFC as it may be, however it is typed", async () => {
    const composed = `${CHOSEN} ${"é".repeat(200)}`;
    const { username } = await add({ setting: "chosen", password: composed });
    expect((await tryIn(username, composed.normalize("NFD"))).ok).toBe(true);
  });
});

describe("whoever adds a person", () => {
  test("has a password generated and e-mailed that nobody else sees, and that works once", async () => {
    const { saved, username, accessEmail } = await add({ setting: "generated" });
    const { id } = unwrap(saved);
    expect(saved).toEqual({ ok: true, value: { id } });
    expect(await adminQuery("SELECT FROM passwords WHERE user_id = $1", [id])).toEqual([]);
    await sink.deliver(organization.id);
    const password = passwordIn(sink.to(accessEmail)[0]?.text);
    expect(password).toMatch(/^[A-HJ-NP-Za-km-z2-9]{16}$/);
    await expectNowhere(password);
    const { sessionId } = unwrap(await tryIn(username, password));
    expect(await readSession(organization.id, sessionId, "")).toMatchObject({ mustChangePassword: true });
    expect(codeOf(await tryIn(username, password))).toBe("unauthenticated");
    expect((await eventsOf(id)).map(({ action }) => action)).toEqual([
      "user.created",
      "user.passwordGiven",
      "user.activated",
    ]);
  });

  test("chooses one and has it e-mailed; it waits sealed, and is gone when it is sent", async () => {
    const { saved, username, accessEmail } = await add({ setting: "chosenSent", password: CHOSEN });
    const { id } = unwrap(saved);
    await expectNowhere(CHOSEN);
    const sealed = () =>
      adminQuery<{ sealed: Buffer | null }>("SELECT sealed FROM messages WHERE user_id = $1", [id]);
    expect((await sealed())[0]?.sealed).not.toBeNull();
    await sink.deliver(organization.id);
    expect(passwordIn(sink.to(accessEmail)[0]?.text)).toBe(CHOSEN);
    expect(await sealed()).toEqual([{ sealed: null }]);
    await expectNowhere(CHOSEN);
    expect((await tryIn(username, CHOSEN)).ok).toBe(true);
    expect((await tryIn(username, CHOSEN)).ok).toBe(false);
  });

  test("chooses one and tells them; nothing is e-mailed, and they replace it at once", async () => {
    const { saved, username } = await add({ setting: "chosen", password: CHOSEN });
    const { id } = unwrap(saved);
    await sink.deliver(organization.id);
    expect(sink.mails).toEqual([]);
    const { sessionId } = unwrap(await tryIn(username, CHOSEN));
    const [row] = await adminQuery("SELECT * FROM users WHERE id = $1", [id]);
    const user = { ...(await makeUser(organization)), id, username, firstName: "Nora", lastName: "Newcomer" };
    expect(row?.activated_at).not.toBeNull();
    const change = (current: string, wanted: string) =>
      changePassword(personOf(user, sessionId), organization, { current, next: wanted });
    expect(codeOf(await change(CHOSEN, CHOSEN))).toBe("invalid");
    expect((await change(CHOSEN, OWN)).ok).toBe(true);
    for (let index = 0; index < 2; index += 1) expect((await tryIn(username, OWN)).ok).toBe(true);
  });

  test("has a link e-mailed, or nothing at all", async () => {
    const linked = await add({ setting: "linkSent" });
    const silent = await add({ setting: "link" });
    await sink.deliver(organization.id);
    expect(sink.to(silent.accessEmail)).toEqual([]);
    const token = tokenIn(sink.to(linked.accessEmail)[0]);
    expect((await activate(token, OWN, { ip: "192.0.2.1", userAgent: null })).ok).toBe(true);
    expect(await dump()).toContain(Buffer.from(hashToken(token)).toString("hex"));
  });

  test.each<[GivenCredentials, ways: string[]]>([
    [{ setting: "linkSent" }, ["email", "sms"]],
    [{ setting: "generated" }, ["sms"]],
    [{ setting: "chosenSent", password: CHOSEN }, ["email", "sms"]],
    [{ setting: "chosen", password: CHOSEN }, ["sms"]],
    [{ setting: "link" }, []],
  ])("has the login details sent by SMS, too [S2]: %j", async (credentials, ways) => {
    const mobile = `+4915112345${String(100 + next())}`;
    const { saved, username, accessEmail } = await add({ ...credentials, bySms: true }, mobile);
    const { id } = unwrap(saved);
    await sink.deliver(organization.id);
    expect(sink.mails.map(({ to }) => to).sort()).toEqual(
      ways.map((way) => (way === "sms" ? mobile : accessEmail)).sort(),
    );
    await expectNowhere(CHOSEN);
    const told = sink.to(mobile)[0];
    if (credentials.setting === "linkSent")
      expect((await activate(tokenIn(told), OWN, { ip: "192.0.2.1", userAgent: null })).ok).toBe(true);
    else if (told)
      expect((await tryIn(username, /password (.+?)\. Choose/.exec(told.text)?.[1] ?? "")).ok).toBe(true);
    expect(await adminQuery("SELECT FROM messages WHERE user_id = $1", [id])).toHaveLength(ways.length);
  });

  test("needs a phone for that, and says so at its field", async () => {
    const before = await snapshot();
    for (const setting of ["linkSent", "generated"] as const)
      expect((await add({ setting, bySms: true })).saved).toMatchObject({
        error: { code: "invalid", issues: [{ path: "mobilePhone" }] },
      });
    expect(await snapshot()).toEqual(before);
  });

  test("has a chosen one judged as one's own would be, and then adds nobody", async () => {
    const before = await snapshot();
    for (const password of [
      "short",
      "passwordpassword",
      "nora.newcomer 2026!",
      organization.name.repeat(3),
      undefined,
    ])
      expect(
        (await add({ setting: "chosen", ...(password === undefined ? {} : { password }) })).saved,
      ).toMatchObject({
        error: { code: "invalid", issues: [{ path: "password" }] },
      });
    expect(await snapshot()).toEqual(before);
  });

  test("adds one person and one message however often the form is sent", async () => {
    const id = newId();
    const form = formOf(`twice${next()}`);
    const sent = () => addFromForm(admin, id, form, { setting: "generated" });
    for (const saved of await Promise.all([sent(), sent(), sent()])) expect(unwrap(saved)).toEqual({ id });
    expect(await adminQuery("SELECT FROM messages WHERE user_id = $1", [id])).toHaveLength(1);
  });
});

test("of fifty sign-ins at once with a password that somebody chose, one succeeds", async () => {
  const { username } = await add({ setting: "chosen", password: CHOSEN });
  const results = await Promise.all(Array.from({ length: 50 }, () => tryIn(username, CHOSEN)));
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
});

test("a password that somebody chose lapses as an invitation would", async () => {
  const { saved, username } = await add({ setting: "chosen", password: CHOSEN });
  const { id } = unwrap(saved);
  const [row] = await adminQuery<{ days: number }>(
    "SELECT extract(epoch FROM credential_expires_at - now())::float8 / 86400 AS days FROM users WHERE id = $1",
    [id],
  );
  expect(row?.days).toBeCloseTo(7, 2);
  await adminQuery("UPDATE users SET credential_expires_at = now() WHERE id = $1", [id]);
  expect(codeOf(await tryIn(username, CHOSEN))).toBe("unauthenticated");
});

describe("an import", () => {
  const FILE = "First name,Last name,Access email\nAda,Adams,ada@x.example\nBen,Bell,ben@x.example";
  const WITH_PASSWORDS =
    "First name,Last name,Access email,Password\nAda,Adams,ada@x.example,winter-mango-42\nBen,Bell,ben@x.example,";
  const FIELDS = ["firstName", "lastName", "accessEmail"] as const;

  async function carriedOut(text: string, matching: UserField[], choices: object) {
    const found = await prepareRun(admin, text, { matching });
    await hashPasswords(jobOf(admin, found.id));
    const chosen = { ...NO_CHOICES, ...choices };
    unwrap(
      await commitImport(admin, found.id, {
        planVersion: found.planVersion,
        onError: "skip",
        choices: chosen,
      }),
    );
    await carryOutImport(jobOf(admin, found.id));
    expect((await detailsOf(admin, found.id)).state).toBe("done");
  }

  test("generates a password for each and e-mails it", async () => {
    await carriedOut(FILE, [...FIELDS], { notify: "email", password: "generated" });
    await sink.deliver(organization.id);
    const [ada, ben] = ["ada", "ben"].map((name) => passwordIn(sink.to(`${name}@x.example`)[0]?.text));
    expect(ada).toMatch(/^[A-Za-z2-9]{16}$/);
    expect(ben).not.toBe(ada);
    await expectNowhere(ada ?? "");
    expect((await tryIn(`ada@${organization.domain}`, ada ?? "")).ok).toBe(true);
    expect((await tryIn(`ben@${organization.domain}`, ada ?? "")).ok).toBe(false);
  });

  test("e-mails the passwords of its file, and a link to whoever has none", async () => {
    await carriedOut(WITH_PASSWORDS, [...FIELDS, "password"], { notify: "email", password: "chosenSent" });
    await expectNowhere("winter-mango-42");
    await sink.deliver(organization.id);
    expect(passwordIn(sink.to("ada@x.example")[0]?.text)).toBe("winter-mango-42");
    expect(tokenIn(sink.to("ben@x.example")[0])).not.toBe("");
    await expectNowhere("winter-mango-42");
    expect((await tryIn(`ada@${organization.domain}`, "winter-mango-42")).ok).toBe(true);
  });

  test("makes none where the file brings them", async () => {
    const found = await prepareRun(admin, WITH_PASSWORDS, { matching: [...FIELDS, "password"] });
    const choices = { ...NO_CHOICES, notify: "email" as const, password: "generated" as const };
    const { planVersion } = found;
    expect(codeOf(await commitImport(admin, found.id, { planVersion, onError: "skip", choices }))).toBe(
      "conflict",
    );
  });

  test("of typed rows gives everybody the one that was chosen, judged, once each, and e-mails it or not", async () => {
    const rows = (setting: string, password: string, email: string) =>
      typedRows.parse({
        id: newId(),
        columns: [...FIELDS],
        rows: [["Ada", "Adams", `ada@${email}`], [], ["Ben", "Bell", `ben@${email}`]],
        onError: "refuse",
        setting,
        password,
      });
    expect(await createTypedImport(admin, rows("chosen", "passwordpassword", "x.example"))).toMatchObject({
      error: { code: "invalid", issues: [{ path: "password" }] },
    });
    const ofAda = await createTypedImport(
      admin,
      rows("chosen", "ada@long-name.example", "long-name.example"),
    );
    expect(ofAda).toMatchObject({ error: { message: expect.stringContaining("Row 1 says much the same") } });
    const { id } = unwrap(await createTypedImport(admin, rows("chosenSent", CHOSEN, "x.example")));
    await expectNowhere(CHOSEN);
    await hashPasswords(jobOf(admin, id));
    await carryOutImport(jobOf(admin, id));
    await sink.deliver(organization.id);
    expect(["ada", "ben"].map((name) => passwordIn(sink.to(`${name}@x.example`)[0]?.text))).toEqual([
      CHOSEN,
      CHOSEN,
    ]);
    for (const name of ["ada", "ben"]) {
      expect((await tryIn(`${name}@${organization.domain}`, CHOSEN)).ok).toBe(true);
      expect((await tryIn(`${name}@${organization.domain}`, CHOSEN)).ok).toBe(false);
    }
    await expectNowhere(CHOSEN);
    expect(
      codeOf(
        await createTypedImport(await makeActor(organization, "viewer"), rows("chosen", CHOSEN, "y.example")),
      ),
    ).toBe("forbidden");
  });

  test("of typed rows generates them too", async () => {
    const given = typedRows.parse({
      id: newId(),
      columns: [...FIELDS],
      rows: [["Ada", "Adams", "ada@x.example"]],
      onError: "refuse",
      setting: "generated",
    });
    const { id } = unwrap(await createTypedImport(admin, given));
    await carryOutImport(jobOf(admin, id));
    await sink.deliver(organization.id);
    const password = passwordIn(sink.to("ada@x.example")[0]?.text);
    expect((await tryIn(`ada@${organization.domain}`, password)).ok).toBe(true);
  });
});

test("a password that somebody else chose is not kept by a reset either", async () => {
  const { saved, username, accessEmail } = await add({ setting: "chosen", password: CHOSEN });
  const { id } = unwrap(saved);
  unwrap(await tryIn(username, CHOSEN));
  unwrap(await requestReset({ name: username, ip: freshNetwork() }));
  await sink.deliver(organization.id);
  const token = tokenIn(sink.to(accessEmail).at(-1));
  expect(await resetPassword(token, CHOSEN, { ip: freshNetwork() })).toMatchObject({
    error: { code: "invalid", issues: [{ path: "password", message: "Choose another one than before." }] },
  });
  expect((await resetPassword(token, OWN, { ip: freshNetwork() })).ok).toBe(true);
  expect(await adminQuery("SELECT must_change FROM passwords WHERE user_id = $1", [id])).toEqual([
    { must_change: false },
  ]);
});
