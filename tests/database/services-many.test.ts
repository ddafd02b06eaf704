import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/ids";
import { type ImportChoices, NO_CHOICES } from "@/lib/imports/choices";
import { commitImport } from "@/lib/imports/commands/commit";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import type { ImportDetails } from "@/lib/imports/queries";
import { createTypedImport } from "@/lib/imports/typed/commands";
import type { Actor } from "@/lib/permissions/actor";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { changeSeats } from "@/lib/services/assign-commands";
import { createService, setFreeSeats } from "@/lib/services/commands";
import type { GivenSeats } from "@/lib/services/given";
import { servicesOfPeople } from "@/lib/services/list-queries";
import { findService } from "@/lib/services/queries";
import { createUser } from "@/lib/users/commands";
import { NO_FILTER } from "@/lib/users/filter";
import { readUserListQuery } from "@/lib/users/list";
import { changeMany } from "@/lib/users/many/commands";
import { changeByTurns } from "@/lib/users/many/job";
import { AT_ONCE_MAX } from "@/lib/users/many/waiting";
import { countMatching, listUsers } from "@/lib/users/queries";
import { undoChange } from "@/lib/users/undo/commands";
import { detailsOf, jobOf, prepareRun, undoRun } from "@/tests/support/import-runs";
import { addMany } from "@/tests/support/many-people";
import { adminQuery } from "@/tests/support/product-database";
import {
  codeOf,
  inputFor,
  makeActor,
  makeHome,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  ({ organization, admin } = await makeHome());
});

const FREE = { priceMinor: 0, currency: "EUR", term: "month", unlimited: false } as const;

const makeService = async (seats: number, name = "Fax") =>
  unwrap(await createService(admin, { ...FREE, name, description: "", seats })).id;

async function standing(id: string) {
  const service = await findService(admin, id);
  return service && [service.bought, service.used, service.waiting];
}

const FILE = [
  "First name,Last name,Access email",
  "Ada,Adams,ada@x.example",
  "Ben,Bell,ben@x.example",
  "Cem,Can,cem@x.example",
].join("\n");

describe("an import", () => {
  const prepare = () => prepareRun(admin, FILE, { matching: ["firstName", "lastName", "accessEmail"] });
  const commit = (found: ImportDetails, seats: GivenSeats, actor = admin) => {
    const choices: ImportChoices = { ...NO_CHOICES, seats };
    return commitImport(actor, found.id, { planVersion: found.planVersion, onError: "skip", choices });
  };

  test("gives everybody new a seat, and its undo frees them for whoever waits", async () => {
    const service = await makeService(3);
    const found = await prepare();
    unwrap(await commit(found, { services: [service], whenShort: "refuse" }));
    await carryOutImport(jobOf(admin, found.id));
    expect(await standing(service)).toEqual([3, 3, 0]);
    const late = await makeUser(organization);
    unwrap(
      await changeSeats(
        admin,
        { ids: [late.id] },
        { kind: "assignService", serviceId: service, whenShort: "wait" },
      ),
    );
    await undoRun(admin, found.id);
    expect(await standing(service)).toEqual([3, 1, 0]);
    expect((await servicesOfPeople(admin, [late.id])).get(late.id)).toEqual(["Fax"]);
  });

  test("says what is short before it begins, and again where seats went meanwhile", async () => {
    const service = await makeService(2);
    const found = await prepare();
    const refused = await commit(found, { services: [service], whenShort: "refuse" });
    expect(codeOf(refused)).toBe("conflict");
    expect(refused.ok || refused.error.message).toContain("1 seat of “Fax” is missing");
    unwrap(await setFreeSeats(admin, service, 3, 2));
    unwrap(await commit(found, { services: [service], whenShort: "refuse" }));
    const quick = await makeUser(organization);
    unwrap(
      await changeSeats(
        admin,
        { ids: [quick.id] },
        { kind: "assignService", serviceId: service, whenShort: "refuse" },
      ),
    );
    await carryOutImport(jobOf(admin, found.id));
    const shown = await detailsOf(admin, found.id);
    expect([shown.state, shown.refusal?.code]).toEqual(["review", "seats_short"]);
    expect(await standing(service)).toEqual([3, 1, 0]);
  });

  test("gives those that there are, in the order of the rows, and has the rest wait where that was chosen", async () => {
    const [some, wait] = [await makeService(1, "Some"), await makeService(1, "Wait")];
    const first = await prepare();
    unwrap(await commit(first, { services: [wait], whenShort: "wait" }));
    await carryOutImport(jobOf(admin, first.id));
    expect(await standing(wait)).toEqual([1, 1, 2]);
    const [holder] = await adminQuery<{ first_name: string }>(
      "SELECT u.first_name FROM seats t JOIN users u ON u.id = t.user_id WHERE t.service_id = $1",
      [wait],
    );
    expect(holder).toEqual({ first_name: "Ada" });
    await undoRun(admin, first.id);
    expect(await standing(wait)).toEqual([1, 0, 0]);
    const second = await prepare();
    unwrap(await commit(second, { services: [some], whenShort: "some" }));
    await carryOutImport(jobOf(admin, second.id));
    expect(await standing(some)).toEqual([1, 1, 0]);
  });

  test("takes the right to give seats, and a service that there is", async () => {
    const service = await makeService(9);
    const found = await prepare();
    expect(codeOf(await commit(found, { services: [newId()], whenShort: "wait" }))).toBe("notFound");
    const lesser: Actor = {
      ...admin,
      permissions: new Set([...admin.permissions].filter((each) => each !== "services.assign")),
    };
    expect(codeOf(await commit(found, { services: [service], whenShort: "wait" }, lesser))).toBe("forbidden");
  });
});

describe("one form or some rows", () => {
  test("give a seat with the person, or add nobody", async () => {
    const service = await makeService(1);
    const seats: GivenSeats = { services: [service], whenShort: "refuse" };
    const add = () => createUser(admin, inputFor(organization), newId(), undefined, undefined, seats);
    unwrap(await add());
    expect(codeOf(await add())).toBe("conflict");
    expect(await standing(service)).toEqual([1, 1, 0]);
    expect(await countMatching(admin, { ...NO_FILTER, search: "nora" })).toBe(1);
  });

  test("typed rows say what is short while nothing is written, and can be sent again", async () => {
    const service = await makeService(1);
    const id = newId();
    const rows = (whenShort: GivenSeats["whenShort"]) => ({
      id,
      columns: ["firstName", "lastName", "accessEmail"] as ("firstName" | "lastName" | "accessEmail")[],
      rows: [
        ["Ada", "Adams", "ada@x.example"],
        ["Ben", "Bell", "ben@x.example"],
      ],
      onError: "refuse" as const,
      setting: "link" as const,
      grants: OWN_ACCOUNT_ONLY,
      seats: { services: [service], whenShort },
    });
    expect(codeOf(await createTypedImport(admin, rows("refuse")))).toBe("conflict");
    unwrap(await createTypedImport(admin, rows("wait")));
    await carryOutImport(jobOf(admin, id));
    expect(await standing(service)).toEqual([1, 1, 1]);
  });
});

describe("very many", () => {
  const MANY = AT_ONCE_MAX + 200;
  const everybody = { filter: { ...NO_FILTER, search: "mona" } };

  test("get seats by the worker, behind the same count, and it is taken back", async () => {
    await addMany(organization, MANY);
    const service = await makeService(AT_ONCE_MAX + 100);
    const change = { kind: "assignService", serviceId: service, whenShort: "wait" } as const;
    const { running = "" } = unwrap(await changeMany(admin, everybody, change, MANY));
    await changeByTurns({ organizationId: organization.id, changeId: running });
    expect(await standing(service)).toEqual([AT_ONCE_MAX + 100, AT_ONCE_MAX + 100, 100]);
    const [events] = await adminQuery<{ people: number; count: number }>(
      `SELECT count(DISTINCT subject_id)::int AS people, count(*)::int AS count FROM audit_events
       WHERE organization_id = $1 AND action IN ('user.seatGiven', 'user.seatAwaited')`,
      [organization.id],
    );
    expect(events).toEqual({ people: MANY, count: MANY });
    const back = unwrap(await undoChange(admin, running));
    await changeByTurns({ organizationId: organization.id, changeId: back.running ?? "" });
    const [bought, used] = (await standing(service)) ?? [];
    // Whoever waited got a seat by their turn, which is no part of the change any more.
    expect([bought, used]).toEqual([AT_ONCE_MAX + 100, expect.any(Number)]);
    expect(used).toBeLessThanOrEqual(100);
  }, 120_000);
});

describe("the list", () => {
  test("shows who has a seat of one service, to whoever may see services", async () => {
    const service = await makeService(5);
    const users = await Promise.all([1, 2, 3].map(() => makeUser(organization)));
    const ids = users.slice(0, 2).map(({ id }) => id);
    unwrap(
      await changeSeats(admin, { ids }, { kind: "assignService", serviceId: service, whenShort: "refuse" }),
    );
    const query = readUserListQuery({ service, columns: "services" });
    expect(query).toMatchObject({ serviceId: service, columns: ["services"] });
    expect((await listUsers(admin, query)).rows.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(await countMatching(admin, query)).toBe(2);
    const reader = await makeActor(organization, "user", "userManagementViewer");
    expect((await listUsers(reader, query)).rows).toEqual([]);
  });
});
