import ICAL from "ical.js";
import { beforeEach, describe, expect, test } from "vitest";
import { GET as fileRoute } from "@/app/api/v1/directory/route";
import { bookBytes } from "@/lib/address-book/book-files";
import { readBookQuery } from "@/lib/address-book/book-query";
import { recordBookExport } from "@/lib/address-book/commands";
import type { BookEntry } from "@/lib/address-book/fields";
import { bookBatches, findBookEntry, listAddressBook } from "@/lib/address-book/queries";
import type { User } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { apiRequest, makeApiKey } from "@/tests/support/api";
import { say, sayOf } from "@/tests/support/policies";
import { adminQuery } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  type UserFields,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
let reader: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  reader = await makeActor(organization, "user");
});

const listed = (fields: UserFields = {}): Promise<User> =>
  makeUser(organization, { inAddressBook: true, activatedAt: new Date(), ...fields });

const find = async (search = "", actor = reader) =>
  (await listAddressBook(actor, readBookQuery({ q: search }))).entries;
const namesOf = (entries: readonly BookEntry[]) => entries.map(({ lastName }) => lastName);

const exportsOf = async () =>
  (await eventsOf(organization.id)).filter(({ action }) => action === "addressBook.exported");

const JOSE = {
  firstName: "José",
  lastName: "Núñez",
  company: "Ærø & Söhne, Ltd; x",
  mobilePhone: "+447700900123",
  businessPhone: "+442074559485",
};

describe("the address book lists", () => {
  test("only active people who are marked, to everybody, in the order of names", async () => {
    const ago = new Date(Date.now() - 60_000);
    await listed({ lastName: "Zola" });
    await listed({ lastName: "abbott" });
    // Locked by a stranger's tries, somebody is a colleague still.
    await listed({ lastName: "Locked", lockedUntil: new Date(Date.now() + 60_000) });
    await listed({ lastName: "Hidden", inAddressBook: false });
    await listed({ lastName: "Pending", activatedAt: null });
    await listed({ lastName: "Suspended", suspendedAt: ago });
    await listed({ lastName: "Ended", accessEndsAt: ago });
    await listed({ lastName: "Removed", removedAt: ago });
    await listed({ lastName: "Legacy", legacyStatus: "blocked" });
    for (const role of ["user", "billing", "viewer", "admin"] as const)
      expect(namesOf(await find("", await makeActor(organization, role)))).toEqual([
        "abbott",
        "Locked",
        "Zola",
      ]);
  });

  test("nobody of another organization", async () => {
    const other = await makeOrganization();
    const stranger = await makeUser(other, {
      inAddressBook: true,
      activatedAt: new Date(),
      lastName: "Strange",
    });
    expect(await find("Strange")).toEqual([]);
    expect(await find()).toEqual([]);
    expect(await findBookEntry(reader, stranger.id)).toBeNull();
    expect(await findBookEntry(actorOf(stranger, other), stranger.id)).toMatchObject({ lastName: "Strange" });
  });

  test("pages without a gap, forwards and backwards", async () => {
    await adminQuery(
      `INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email, in_address_book, activated_at)
       SELECT $1, uuid7(), 'P', 'Same' || (n % 7), 'p' || n || '@' || $3::text, $2, 'p' || n || '@x.example', true, now()
       FROM generate_series(1, 120) AS n`,
      [organization.id, organization.domainId, organization.domain],
    );
    const first = await listAddressBook(reader, readBookQuery({}));
    const second = await listAddressBook(reader, { search: "", after: first.next, before: null });
    const third = await listAddressBook(reader, { search: "", after: second.next, before: null });
    const all = [first, second, third].flatMap(({ entries }) => entries.map(({ id }) => id));
    expect(new Set(all).size).toBe(120);
    expect(third.next).toBeNull();
    expect(first.total).toBe(120);
    const back = await listAddressBook(reader, { search: "", after: null, before: third.previous });
    expect(back.entries.map(({ id }) => id)).toEqual(second.entries.map(({ id }) => id));
    const sizes: number[] = [];
    const exported: string[] = [];
    for await (const batch of bookBatches(reader, "", 50)) {
      sizes.push(batch.length);
      exported.push(...batch.map(({ id }) => id));
    }
    expect(sizes).toEqual([50, 50, 20]);
    expect(exported).toEqual(all);
  });
});

describe("a search", () => {
  test.each([
    "jose",
    "NUNEZ",
    "núñ",
    "nunez jose",
    "aerø",
    "sohne",
    "sö",
    "+44 20 7455 9485",
    "020 7455 9485",
    "7455-9485",
    "07700 900123",
    "94",
  ])("finds by name, company or number: %s", async (search) => {
    await listed(JOSE);
    await listed({ lastName: "Other" });
    expect(namesOf(await find(search))).toEqual(["Núñez"]);
  });

  test.each(["%", "_", "\\", "jose x-y-z", "%' OR true --", "＿"])("finds nobody by %j", async (search) => {
    await listed({ ...JOSE, company: "Plain" });
    expect(await find(search)).toEqual([]);
  });
});

describe("policies", () => {
  const LETTERS = ["company", "accessEmail", "mobilePhone", "businessPhone"] as const;

  test("say what is shown, and a search finds by nothing else", async () => {
    const user = await listed({ ...JOSE, accessEmail: "qv.letters@x.example" });
    const values = {
      company: "sohne",
      accessEmail: "qv.letters",
      mobilePhone: "7700900123",
      businessPhone: "74559485",
    };
    for (const field of LETTERS) {
      await say(admin, "addressBookFields", [field]);
      const [entry] = await find("nunez");
      for (const other of LETTERS) {
        expect(entry?.[other]).toBe(other === field ? user[field] : null);
        expect(await find(values[other])).toHaveLength(other === field ? 1 : 0);
        // Two letters are too few for the index, and go the other way.
        expect(await find(values[other].slice(0, 2))).toHaveLength(other === field ? 1 : 0);
      }
      expect(await findBookEntry(reader, user.id)).toEqual(entry);
      for await (const batch of bookBatches(reader, "nunez")) expect(batch).toEqual([entry]);
    }
  });

  test("may be otherwise for one person", async () => {
    const user = await listed(JOSE);
    const other = await listed({ lastName: "Other", mobilePhone: "+447700900999" });
    await sayOf(admin, user, "addressBookFields", []);
    expect(await find("nunez")).toMatchObject([
      { company: null, accessEmail: null, mobilePhone: null, businessPhone: null },
    ]);
    expect(await find("other")).toMatchObject([{ mobilePhone: other.mobilePhone }]);
    await say(admin, "addressBook", false);
    expect(await find()).toEqual([]);
    await sayOf(admin, other, "addressBook", true);
    expect(namesOf(await find())).toEqual(["Other"]);
    expect(await findBookEntry(reader, user.id)).toBeNull();
  });

  test("shut the book for whoever may not see people", async () => {
    const user = await listed(JOSE);
    const favoured = await makeUser(organization);
    await say(admin, "addressBookReading", false);
    await sayOf(admin, favoured, "addressBookReading", true);
    expect(await listAddressBook(reader, readBookQuery({}))).toMatchObject({ isOpen: false, entries: [] });
    expect(await findBookEntry(reader, user.id)).toBeNull();
    expect((await bookBatches(reader, "").next()).done).toBe(true);
    expect(codeOf(await recordBookExport(reader, { format: "csv", search: "" }))).toBe("forbidden");
    for (const actor of [admin, await makeActor(organization, "viewer"), actorOf(favoured, organization)])
      expect(namesOf(await find("", actor))).toEqual(["Núñez"]);
  });
});

describe("taking it along", () => {
  test("is written down with what was looked for", async () => {
    unwrap(await recordBookExport(reader, { format: "vcf", search: "jo" }));
    expect(await exportsOf()).toMatchObject([
      { actor_user_id: reader.userId, changes: { after: { format: "vcf", search: "jo" } } },
    ]);
  });

  test("is refused by the policy of exports, and to whoever looks on as somebody", async () => {
    const viewing = { ...reader, viewing: { userId: reader.userId, name: "U" } };
    expect(codeOf(await recordBookExport(viewing, { format: "csv", search: "" }))).toBe("forbidden");
    await say(admin, "exportAllowed", false);
    expect(codeOf(await recordBookExport(reader, { format: "csv", search: "" }))).toBe("forbidden");
    expect(await exportsOf()).toEqual([]);
  });

  test("gives cards that an independent reader reads", async () => {
    const names = ["O’Neill; Ph.D.", "two\nlines", "👩‍👩‍👧‍👦", "back\\slash,", "n".repeat(300)];
    for (const lastName of names) await listed({ lastName, company: lastName });
    const chunks: Buffer[] = [];
    for await (const piece of bookBytes(bookBatches(reader, "", 2), "vcf", organization.name))
      chunks.push(Buffer.from(piece));
    expect(chunks).toHaveLength(3);
    const cards: unknown[] = ICAL.parse(Buffer.concat(chunks).toString());
    const read = cards.map((card) => new ICAL.Component(card as never).getFirstPropertyValue("n"));
    expect(new Set(read.map((name) => (name as unknown as string[])[0]))).toEqual(new Set(names));
  });
});

describe("the directory for desk phones", () => {
  const ask = async (secret: string | null, path = "/api/v1/directory") => {
    const answer = await fileRoute(apiRequest(path, secret));
    return { status: answer.status, body: await answer.json() };
  };

  test("answers a key of its own scope, as policies show people", async () => {
    const user = await listed(JOSE);
    const { secret } = await makeApiKey(admin, ["directory.read"]);
    expect(await ask(secret, "/api/v1/directory?q=nunez")).toEqual({
      status: 200,
      body: {
        contacts: [
          {
            id: user.id,
            name: "José Núñez",
            company: JOSE.company,
            email: user.accessEmail,
            numbers: [
              { type: "mobile", number: JOSE.mobilePhone },
              { type: "business", number: JOSE.businessPhone },
            ],
          },
        ],
        next: null,
      },
    });
    await say(admin, "addressBookFields", []);
    expect((await ask(secret)).body.contacts).toMatchObject([{ company: null, email: null, numbers: [] }]);
    await setUser(user, { suspendedAt: new Date() });
    expect((await ask(secret)).body.contacts).toEqual([]);
  });

  test("is shut to other scopes, to no key, and where a policy keeps the book shut for the key's maker", async () => {
    const { secret } = await makeApiKey(admin, ["policies.read", "imports.write"]);
    expect((await ask(secret)).status).toBe(403);
    expect((await ask(null)).status).toBe(401);
    const own = await makeApiKey(admin, ["directory.read"]);
    await say(admin, "addressBookReading", false);
    expect((await ask(own.secret)).status).toBe(403);
  });
});
