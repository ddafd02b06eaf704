import { beforeAll, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { changeSeats, planSeats } from "@/lib/services/assign-commands";
import type { WhenShort } from "@/lib/services/assigning";
import { createOffer, retireOffer, updateOffer } from "@/lib/services/catalogue-commands";
import { createService, setFreeSeats, takeService, updateService } from "@/lib/services/commands";
import { findService, listOffers, listServices } from "@/lib/services/queries";
import { renewSubscriptions } from "@/lib/services/renew";
import { reopenService, retireService } from "@/lib/services/retire-commands";
import { listSeats, listWaits, servicesOf } from "@/lib/services/seat-queries";
import {
  buySeats,
  cancelSubscription,
  resumeSubscription,
  setSeatsAtRenewal,
  startSubscription,
} from "@/lib/services/subscription-commands";
import { listSubscriptions } from "@/lib/services/subscription-queries";
import { dayOf } from "@/lib/services/term";
import { removeUsers, restoreUsers, suspendUsers } from "@/lib/users/bulk-commands";
import { undoChange } from "@/lib/users/undo/commands";
import { adminQuery } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const FREE = { priceMinor: 0, currency: "EUR", term: "month", unlimited: false } as const;
const EACH = 500;

// Those who are asked for are made.
type People = User[] & { 0: User; 1: User; 2: User; 3: User };

let made = 0;
async function makeService(seats: number, priceMinor = 0, actor = admin): Promise<string> {
  made += 1;
  const input = { ...FREE, name: `Service ${made}`, description: "", priceMinor, seats };
  return unwrap(await createService(actor, input)).id;
}

const makeUsers = async (count: number) =>
  (await Promise.all(Array.from({ length: count }, () => makeUser(organization)))) as unknown as People;

const ids = (users: readonly User[]) => ({ ids: users.map(({ id }) => id) });
const assign = (serviceId: string, users: readonly User[], whenShort: WhenShort = "refuse", actor = admin) =>
  changeSeats(actor, ids(users), { kind: "assignService", serviceId, whenShort });
const withdraw = (serviceId: string, users: readonly User[], actor = admin) =>
  changeSeats(actor, ids(users), { kind: "withdrawService", serviceId });

async function standing(id: string) {
  const service = await findService(admin, id);
  return service && [service.bought, service.used, service.waiting];
}

const seated = async (id: string) =>
  new Set((await listSeats(admin, id, null)).people.map((each) => each.userId));
const waiting = async (id: string) => (await listWaits(admin, id)).map(({ userId }) => userId);
const subscriptionOf = async (id: string) => (await findService(admin, id))?.subscription?.id ?? "";
const actionsOf = async ({ id }: User) => (await eventsOf(id)).map(({ action }) => action);

describe("seats never oversell", () => {
  test("of 200 who want one of 100 at once a hundred get one, fifty times over", async () => {
    const users = await makeUsers(200);
    for (let round = 0; round < 50; round += 1) {
      const service = await makeService(100);
      const whenShort = round % 2 === 0 ? "refuse" : "wait";
      const results = await Promise.all(users.map((user) => assign(service, [user], whenShort)));
      const refused = results.filter(({ ok }) => !ok);
      for (const result of refused) {
        expect(codeOf(result)).toBe("conflict");
        expect(result.ok || result.error.message).toContain("No seat");
      }
      expect(refused).toHaveLength(whenShort === "refuse" ? 100 : 0);
      expect(await standing(service)).toEqual([100, 100, whenShort === "refuse" ? 0 : 100]);
      const [row] = await adminQuery<{ count: number }>(
        "SELECT count(*)::int AS count FROM seats WHERE service_id = $1",
        [service],
      );
      expect(row?.count).toBe(100);
    }
  }, 600_000);

  test("people who come and go at once with others who want in are never more than there are seats", async () => {
    const users = await makeUsers(40);
    const service = await makeService(10);
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(
        users.map((user, index) =>
          (index + round) % 3 === 0 ? withdraw(service, [user]) : assign(service, [user], "wait"),
        ),
      );
      const [bought, used, left] = (await standing(service)) ?? [];
      expect(used).toBeLessThanOrEqual(bought ?? 0);
      // Nobody waits beside a free seat.
      if (left) expect(used).toBe(bought);
    }
  });
});

describe("giving and taking", () => {
  test("everybody gets a seat, once, with an event", async () => {
    const users = await makeUsers(3);
    const service = await makeService(3);
    expect(
      unwrap(
        await planSeats(admin, ids(users), {
          kind: "assignService",
          serviceId: service,
          whenShort: "refuse",
        }),
      ),
    ).toMatchObject({ changed: 3, left: 0, seats: { seated: 3, waiting: 0, short: 0 } });
    expect(unwrap(await assign(service, users))).toMatchObject({ changed: 3, left: 0 });
    expect(unwrap(await assign(service, users))).toMatchObject({ changed: 0, left: 3 });
    expect(await seated(service)).toEqual(new Set(users.map(({ id }) => id)));
    for (const user of users)
      expect((await actionsOf(user)).filter((each) => each === "user.seatGiven")).toHaveLength(1);
    expect((await servicesOf(admin, users[0]?.id ?? ""))[0]).toMatchObject({
      id: service,
      place: null,
      by: admin.name,
    });
  });

  test("when seats are short nobody gets one, some do, or the rest waits, as it was asked for", async () => {
    const users = await makeUsers(5);
    const [refused, some, wait] = [await makeService(2), await makeService(2), await makeService(2)];
    expect(codeOf(await assign(refused, users))).toBe("conflict");
    expect(await standing(refused)).toEqual([2, 0, 0]);
    expect(unwrap(await assign(some, users, "some"))).toMatchObject({ changed: 2, left: 3 });
    expect(await standing(some)).toEqual([2, 2, 0]);
    expect(unwrap(await assign(wait, users, "wait"))).toMatchObject({ changed: 5, left: 0 });
    expect(await standing(wait)).toEqual([2, 2, 3]);
  });

  test("a freed seat goes to whoever waited first, in the same transaction", async () => {
    const users = await makeUsers(4);
    const [first, second, third, fourth] = users;
    const service = await makeService(1);
    for (const user of users) unwrap(await assign(service, [user], "wait"));
    expect(await waiting(service)).toEqual([second.id, third.id, fourth.id]);
    unwrap(await withdraw(service, [first]));
    expect(await seated(service)).toEqual(new Set([second.id]));
    expect(await waiting(service)).toEqual([third.id, fourth.id]);
    expect(await actionsOf(second)).toContain("user.seatGiven");
    unwrap(await withdraw(service, [third]));
    expect(await waiting(service)).toEqual([fourth.id]);
    expect(await actionsOf(third)).toContain("user.seatNotAwaited");
  });

  test("nobody above the actor, removed or of another organization", async () => {
    const service = await makeService(9);
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    const other = await makeOrganization();
    const people = [
      await makeUser(organization, { role: "admin" }),
      await makeUser(organization, { removedAt: new Date() }),
      await makeUser(other),
      await makeUser(organization),
    ];
    expect(unwrap(await assign(service, people, "refuse", manager)).changed).toBe(1);
    expect((await standing(service))?.[1]).toBe(1);
    for (const role of ["viewer", "billing", "user"] as const)
      expect(codeOf(await assign(service, people, "refuse", await makeActor(organization, role)))).toBe(
        "forbidden",
      );
    const stranger = await makeActor(other, "admin");
    expect(codeOf(await assign(service, people, "refuse", stranger))).toBe("notFound");
    expect(await findService(stranger, service)).toBeNull();
    expect(await listServices(stranger)).toEqual([]);
  });

  test("is taken back, but for whoever has been changed since", async () => {
    const users = await makeUsers(3);
    const service = await makeService(2);
    const { undo = "" } = unwrap(await assign(service, users, "wait"));
    unwrap(await undoChange(admin, undo));
    expect(await standing(service)).toEqual([2, 0, 0]);
    unwrap(await assign(service, users.slice(0, 2)));
    const taken = unwrap(await withdraw(service, users.slice(0, 2)));
    unwrap(await assign(service, users.slice(2)));
    expect(unwrap(await undoChange(admin, taken.undo ?? "")).changed).toBe(1);
    expect(await standing(service)).toEqual([2, 2, 0]);
  });

  test("is taken back from those, too, whose turn on the waiting list has come since", async () => {
    const users = await makeUsers(3);
    const service = await makeService(2);
    const { undo = "" } = unwrap(await assign(service, users, "wait"));
    expect(await standing(service)).toEqual([2, 2, 1]);
    // The third is handed the first one's seat, by nobody's doing.
    unwrap(await withdraw(service, users.slice(0, 1)));
    expect(await standing(service)).toEqual([2, 2, 0]);
    expect(unwrap(await undoChange(admin, undo)).changed).toBe(2);
    expect(await standing(service)).toEqual([2, 0, 0]);
  });

  test("another number than was confirmed writes nothing", async () => {
    const users = await makeUsers(2);
    const service = await makeService(2);
    const change = { kind: "assignService", serviceId: service, whenShort: "refuse" } as const;
    expect(codeOf(await changeSeats(admin, ids(users), change, 1))).toBe("conflict");
    expect(await standing(service)).toEqual([2, 0, 0]);
  });
});

describe("who goes", () => {
  test("keeps a seat while suspended, frees it when removed, and has it back only where one is free", async () => {
    const [one, two] = await makeUsers(2);
    const service = await makeService(1);
    unwrap(await assign(service, [one]));
    unwrap(await assign(service, [two], "wait"));
    unwrap(await suspendUsers(admin, ids([one])));
    expect(await seated(service)).toEqual(new Set([one.id]));
    unwrap(await removeUsers(admin, ids([one])));
    expect(await seated(service)).toEqual(new Set([two.id]));
    expect(unwrap(await restoreUsers(admin, ids([one])))).toMatchObject({ changed: 1, seatsMissing: 1 });
    expect(await seated(service)).toEqual(new Set([two.id]));
    unwrap(await removeUsers(admin, ids([two])));
    expect(unwrap(await restoreUsers(admin, ids([two]))).seatsMissing).toBeUndefined();
    expect(await seated(service)).toEqual(new Set([two.id]));
  });

  test("waits no more", async () => {
    const [one, two] = await makeUsers(2);
    const service = await makeService(1);
    unwrap(await assign(service, [one, two], "wait"));
    unwrap(await removeUsers(admin, ids([two])));
    expect(await waiting(service)).toEqual([]);
  });
});

describe("subscriptions", () => {
  const billing = () => makeActor(organization, "billing");

  test("seats that are bought are there today and go to whoever waits; twice is once", async () => {
    const users = await makeUsers(3);
    const service = await makeService(1, EACH);
    unwrap(await assign(service, users, "wait"));
    const buyer = await billing();
    const id = await subscriptionOf(service);
    expect(unwrap(await buySeats(buyer, id, 1, 1))).toEqual({ seats: 2, handedOver: 1 });
    expect(codeOf(await buySeats(buyer, id, 1, 1))).toBe("conflict");
    expect(await standing(service)).toEqual([2, 2, 1]);
    const listed = (await listSubscriptions(buyer)).find((each) => each.id === id);
    expect(listed?.counts.map(({ seats }) => seats)).toEqual([2]);
  });

  test("are bought by nobody without the right, nor from another organization", async () => {
    const service = await makeService(1, EACH);
    const id = await subscriptionOf(service);
    for (const role of ["viewer", "user"] as const)
      expect(codeOf(await buySeats(await makeActor(organization, role), id, 1, 1))).toBe("forbidden");
    const stranger = await makeActor(await makeOrganization(), "admin");
    expect(codeOf(await buySeats(stranger, id, 1, 1))).toBe("notFound");
    expect(codeOf(await cancelSubscription(stranger, id))).toBe("notFound");
    expect(codeOf(await setSeatsAtRenewal(stranger, id, 0))).toBe("notFound");
    const viewer = await makeActor(organization, "viewer");
    expect((await findService(viewer, service))?.subscription?.price).toMatchObject({ priceMinor: EACH });
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    expect((await findService(manager, service))?.subscription?.price).toBeNull();
  });

  test("renew with fewer seats, never fewer than are in use, and once", async () => {
    const users = await makeUsers(2);
    const service = await makeService(5, EACH);
    const id = await subscriptionOf(service);
    unwrap(await assign(service, users));
    unwrap(await setSeatsAtRenewal(admin, id, 1));
    const { renewsOn = "" } = (await findService(admin, service))?.subscription ?? {};
    const day = new Date(renewsOn);
    await renewSubscriptions({ organizationId: organization.id }, new Date(day.getTime() - 86_400_000));
    expect(await countsOf(id)).toEqual([5]);
    await renewSubscriptions({ organizationId: organization.id }, day);
    await renewSubscriptions({ organizationId: organization.id }, day);
    expect(await countsOf(id)).toEqual([5, 2]);
    const [row] = await adminQuery<{ seats_at_renewal: number; renews: boolean }>(
      "SELECT seats_at_renewal, renews_on > $2::date AS renews FROM subscriptions WHERE id = $1",
      [id, day],
    );
    expect(row).toEqual({ seats_at_renewal: 1, renews: true });
  });

  test("end when they were cancelled, with their seats, and start again", async () => {
    const own = await makeOrganization();
    const actor = await makeActor(own, "admin");
    const user = await makeUser(own);
    const service = await makeService(5, EACH, actor);
    const id = (await findService(actor, service))?.subscription?.id ?? "";
    unwrap(await assign(service, [user], "refuse", actor));
    unwrap(await cancelSubscription(actor, id));
    unwrap(await resumeSubscription(actor, id));
    unwrap(await cancelSubscription(actor, id));
    expect(codeOf(await buySeats(actor, id, 1, 5))).toBe("conflict");
    const { renewsOn = "" } = (await findService(actor, service))?.subscription ?? {};
    await renewSubscriptions({ organizationId: own.id }, new Date(renewsOn));
    expect(await findService(actor, service)).toMatchObject({ bought: 0, used: 0, subscription: null });
    expect((await eventsOf(user.id)).map(({ action }) => action)).toContain("user.seatTaken");
    const terms = { ...FREE, priceMinor: EACH, seats: 3 };
    unwrap(await startSubscription(actor, service, terms));
    expect(codeOf(await startSubscription(actor, service, terms))).toBe("conflict");
    expect(await findService(actor, service)).toMatchObject({ bought: 3, used: 0 });
  });

  const countsOf = (id: string) =>
    withOrganization(organization.id, async (tx) =>
      (await tx.seatCount.findMany({ where: { subscriptionId: id }, orderBy: { fromDay: "asc" } })).map(
        ({ seats }) => seats,
      ),
    );

  test("a renewal is waited for by the worker", async () => {
    await makeService(1, EACH);
    const jobs = await adminQuery<{ run_at: Date }>(
      "SELECT run_at FROM graphile_worker.jobs WHERE key = $1",
      [`services.renew:${organization.id}`],
    );
    expect(jobs).toHaveLength(1);
    expect((jobs[0]?.run_at ?? new Date(0)) > dayOf(new Date())).toBe(true);
  });
});

describe("services", () => {
  test("have names of their own, are changed once, retired with their seats, and brought back", async () => {
    const service = await makeService(3);
    const { name = "", version = 0 } = (await findService(admin, service)) ?? {};
    const input = { ...FREE, name: name.toUpperCase(), description: "", seats: 1 };
    expect(codeOf(await createService(admin, input))).toBe("invalid");
    expect(unwrap(await createService(admin, { ...input, name: "Once" }, service)).id).toBe(service);
    unwrap(await updateService(admin, service, version, { name: `${name} new`, description: "x" }));
    expect(codeOf(await updateService(admin, service, version, { name, description: "" }))).toBe("conflict");
    const users = await makeUsers(2);
    unwrap(await assign(service, users));
    expect(codeOf(await setFreeSeats(admin, service, 1, 3))).toBe("invalid");
    unwrap(await setFreeSeats(admin, service, 2, 3));
    expect(codeOf(await retireService(admin, service, 0))).toBe("conflict");
    expect(unwrap(await retireService(admin, service, 2)).people).toBe(2);
    expect(codeOf(await assign(service, users))).toBe("conflict");
    unwrap(await reopenService(admin, service));
    expect(await standing(service)).toEqual([2, 0, 0]);
  });

  test("cost nothing where whoever makes them may not buy", async () => {
    const maker = actorOf(
      await makeUser(organization, { extraPermissions: ["services.update", "services.read"] }),
      organization,
    );
    const input = { ...FREE, name: `Made ${newId()}`, description: "", seats: 1 };
    expect(codeOf(await createService(maker, { ...input, priceMinor: 1 }))).toBe("forbidden");
    unwrap(await createService(maker, input));
  });
});

describe("a catalogue", () => {
  test("is offered to organizations below, and to nobody else", async () => {
    const operator = await makeOrganization({ managing: true });
    const middle = await makeOrganization({ managing: true, managedBy: operator.id });
    const below = await makeOrganization({ managedBy: middle.id });
    const beside = await makeOrganization({ managing: true });
    const [top, mid, low, stranger] = (await Promise.all(
      [operator, middle, below, beside].map((each) => makeActor(each, "admin")),
    )) as [Actor, Actor, Actor, Actor];
    const price = { currency: "EUR", term: "month" as const, priceMinor: EACH };
    const { id } = unwrap(await createOffer(top, { name: "Telephony", description: "", ...price }));
    unwrap(await createOffer(mid, { name: "Fax", description: "", ...price }));
    unwrap(await createOffer(stranger, { name: "Telex", description: "", ...price }));
    expect(codeOf(await createOffer(low, { name: "None", description: "", ...price }))).toBe("notFound");
    const names = async (actor: Actor) => (await listOffers(actor)).map(({ name }) => name).toSorted();
    expect(await names(low)).toEqual(["Fax", "Telephony"]);
    expect(await names(mid)).toEqual(["Telephony"]);
    expect(await names(top)).toEqual([]);
    expect(await names(stranger)).toEqual([]);
    expect(codeOf(await takeService(stranger, id, 1, EACH))).toBe("notFound");
    expect(codeOf(await takeService(low, id, 1, EACH - 1))).toBe("conflict");
    const taken = unwrap(await takeService(low, id, 4, EACH));
    expect(await findService(low, taken.id)).toMatchObject({
      name: "Telephony",
      kind: "catalogue",
      bought: 4,
    });
    unwrap(await updateOffer(top, id, 1, { name: "Telephony", description: "", ...price, priceMinor: 900 }));
    expect((await findService(low, taken.id))?.subscription?.price?.priceMinor).toBe(EACH);
    unwrap(await retireOffer(top, id, true));
    expect(await names(low)).toEqual(["Fax"]);
    expect((await listOffers(low)).find(({ name }) => name === "Fax")).toMatchObject({ isTaken: false });
  });
});
