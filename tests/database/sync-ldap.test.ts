import { Attribute, Change } from "ldapts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commitImport } from "@/lib/imports/commands/commit";
import type { Actor } from "@/lib/permissions/actor";
import {
  createConnection,
  findGroups,
  mapGroup,
  saveChoice,
  startRun,
  testConnection,
} from "@/lib/sync/commands";
import { USUAL_FIELDS } from "@/lib/sync/kinds";
import { runJobs } from "@/tests/support/api";
import { adminQuery } from "@/tests/support/product-database";
import {
  codeOf,
  makeActor,
  makeGroup,
  makeOrganization,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { BASE, lackOfSlapd, PASSWORD, ROOT, type Slapd, startSlapd } from "@/tests/support/slapd";

const lack = lackOfSlapd();
// CI installs one, so its lack is a failure there.
if (lack && process.env.CI) throw new Error(lack);
if (lack) console.error(`NOT TESTED: people of a real LDAP directory. ${lack}`);

describe.skipIf(lack !== null)("a directory over LDAPS", () => {
  let slapd: Slapd;
  let organization: TestOrganization;
  let admin: Actor;
  beforeAll(async () => {
    slapd = await startSlapd();
    await adminQuery("DELETE FROM graphile_worker._private_jobs");
    organization = await makeOrganization();
    admin = await makeActor(organization, "admin");
  });
  afterAll(() => slapd.stop());

  const settings = (more: object = {}) => ({
    kind: "ldap" as const,
    name: "Stone",
    url: slapd.url,
    bindDn: ROOT,
    baseDn: BASE,
    filter: "",
    groupFilter: "",
    authority: slapd.authority,
    secret: PASSWORD,
    ...more,
  });
  const dnOf = (uid: string) => `uid=${uid},${BASE}`;
  const add = (uid: string, more: object = {}) =>
    slapd.root.add(dnOf(uid), {
      objectClass: "inetOrgPerson",
      cn: `${uid} Stone`,
      givenName: uid,
      sn: "Stone",
      mail: `${uid}@mail.example`,
      ...more,
    });
  const replace = (uid: string, type: string, values: string[]) =>
    slapd.root.modify(
      dnOf(uid),
      new Change({ operation: "replace", modification: new Attribute({ type, values }) }),
    );
  const people = () =>
    adminQuery<{ username: string; phone: string | null; role: string; suspended: boolean }>(
      `SELECT username, mobile_phone AS phone, role, suspended_at IS NOT NULL AS suspended FROM users
       WHERE organization_id = $1 AND role <> 'admin' AND removed_at IS NULL ORDER BY username`,
      [organization.id],
    );
  const lastRun = async (id: string) =>
    (
      await adminQuery<{
        state: string;
        counts: object;
        notes: string[];
        import_id: string;
        leaving: number;
      }>(
        "SELECT state, counts, notes, import_id::text, leaving FROM sync_runs WHERE connection_id = $1 ORDER BY begun_at DESC, id DESC LIMIT 1",
        [id],
      )
    )[0];
  async function sync(id: string) {
    unwrap(await startRun(admin, id, false));
    await runJobs();
    return lastRun(id);
  }

  test("what is wrong with the connection is told in words", async () => {
    const { id: wrong } = unwrap(
      await createConnection(admin, settings({ name: "Wrong password", secret: "no" })),
    );
    expect(await testConnection(admin, wrong)).toMatchObject({
      error: { message: "The directory refused: The name or the password is wrong." },
    });
    const { id: strange } = unwrap(
      await createConnection(admin, settings({ name: "Strange", authority: "" })),
    );
    expect(await testConnection(admin, strange)).toMatchObject({
      error: { message: expect.stringContaining("certificate is not trusted") },
    });
    const nowhere = settings({ name: "Nowhere", baseDn: "dc=nowhere,dc=example" });
    const { id: lost } = unwrap(await createConnection(admin, nowhere));
    expect(codeOf(await testConnection(admin, lost))).toBe("conflict");
  });

  test("its people come, follow it, and leave with it", async () => {
    for (const uid of ["ada", "bob", "cy", "dee"])
      await add(uid, uid === "bob" ? { mobile: "+44 20 7946 0001" } : {});
    for (let count = 0; count < 120; count += 1) await add(`many${count}`);
    await slapd.root.add(`cn=Auditors,${BASE}`, {
      objectClass: "groupOfNames",
      cn: "Auditors",
      member: [dnOf("ada")],
    });
    await slapd.root.add(`cn=Sales,${BASE}`, {
      objectClass: "groupOfNames",
      cn: "Sales",
      member: [dnOf("bob"), dnOf("cy")],
    });
    const { id } = unwrap(await createConnection(admin, settings()));
    expect(unwrap(await testConnection(admin, id))).toEqual({ people: 124 });
    const [auditors] = unwrap(await findGroups(admin, id, "Aud"));
    const [sales] = unwrap(await findGroups(admin, id, "Sal"));
    expect([auditors?.name, sales?.name]).toEqual(["Auditors", "Sales"]);
    const groupId = await makeGroup(organization);
    const none = { connectionId: id, inScope: false, role: null, groupId: null };
    unwrap(
      await mapGroup(admin, { ...none, sourceId: auditors?.id ?? "", name: "Auditors", role: "viewer" }),
    );
    unwrap(await mapGroup(admin, { ...none, sourceId: sales?.id ?? "", name: "Sales", groupId }));
    unwrap(
      await saveChoice(admin, id, {
        who: "everybody",
        fields: USUAL_FIELDS.ldap,
        notify: "none",
        everyMinutes: 60,
      }),
    );

    const first = await sync(id);
    expect(first).toMatchObject({ state: "review", counts: { read: 124 } });
    const [plan] = await adminQuery<{ version: number }>(
      "SELECT plan_version AS version FROM imports WHERE id = $1",
      [first?.import_id],
    );
    unwrap(
      await commitImport(admin, first?.import_id ?? "", {
        planVersion: plan?.version ?? 0,
        onError: "refuse",
      }),
    );
    await runJobs();
    expect(await lastRun(id)).toMatchObject({ state: "done", counts: { created: 124, joined: 2 } });
    const at = (local: string) => `${local}@${organization.domain}`;
    expect((await people()).slice(0, 3)).toEqual([
      { username: at("ada"), phone: null, role: "viewer", suspended: false },
      { username: at("bob"), phone: "+442079460001", role: "user", suspended: false },
      { username: at("cy"), phone: null, role: "user", suspended: false },
    ]);

    await replace("bob", "mobile", []);
    await slapd.root.modifyDN(dnOf("cy"), `uid=cyrus,${BASE}`);
    await slapd.root.del(dnOf("dee"));
    await add("eve");
    expect(await sync(id)).toMatchObject({ state: "done", counts: { created: 1, updated: 2, suspended: 1 } });
    const after = new Map((await people()).map((each) => [each.username, each]));
    expect(after.get(at("bob"))?.phone).toBeNull();
    expect(after.has(at("cy"))).toBe(false);
    expect(after.get(at("cyrus"))?.suspended).toBe(false);
    expect(after.get(at("dee"))?.suspended).toBe(true);
    expect(after.get(at("eve"))?.suspended).toBe(false);

    for (let count = 0; count < 60; count += 1) await slapd.root.del(dnOf(`many${count}`));
    expect(await sync(id)).toMatchObject({ state: "waiting", leaving: 60 });
    expect((await people()).filter(({ suspended }) => suspended)).toHaveLength(1);
  });
});
