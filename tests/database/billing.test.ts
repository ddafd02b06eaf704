import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { chargeOf } from "@/lib/billing/charge";
import { creditInvoice } from "@/lib/billing/credit-commands";
import { addDays, addMonths, type Day, daysOf, momentOf, monthOf } from "@/lib/billing/days";
import { saveBillingDetails } from "@/lib/billing/details-commands";
import { findInvoice, listInvoices } from "@/lib/billing/invoice-queries";
import { makeMonthlyInvoices } from "@/lib/billing/monthly";
import { readBillingDetails, readBillingOverview } from "@/lib/billing/queries";
import { readSubscriptions } from "@/lib/billing/subscribed";
import { type Transaction, withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { setSeatsAtRenewal } from "@/lib/services/subscription-commands";
import { renewalAfter } from "@/lib/services/term";
import { adminQuery, asApplication } from "@/tests/support/product-database";
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
let billing: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  billing = await makeActor(organization, "billing");
});

type Told = {
  currency: string;
  term: "month" | "year";
  priceMinor: number;
  startsOn: Day;
  endedOn?: Day | null;
  counts: { from: Day; seats: number }[];
};

/** A subscription with a past, as the commands would have written it day by day. */
async function subscribe(name: string, told: Told): Promise<{ id: string; serviceId: string }> {
  const { currency, term, priceMinor, startsOn, endedOn = null, counts } = told;
  const organizationId = organization.id;
  const [id, serviceId] = [newId(), newId()];
  await inside(async (tx) => {
    await tx.service.create({ data: { organizationId, id: serviceId, name, kind: "custom" } });
    await tx.subscription.create({
      data: {
        organizationId,
        id,
        serviceId,
        currency,
        term,
        priceMinor,
        startsOn: momentOf(startsOn),
        renewsOn: renewalAfter(momentOf(startsOn), term, new Date()),
        endedOn: endedOn === null ? null : momentOf(endedOn),
      },
    });
    await tx.seatCount.createMany({
      data: counts.map(({ from, seats }) => ({
        organizationId,
        subscriptionId: id,
        seats,
        fromDay: momentOf(from),
      })),
    });
  });
  return { id, serviceId };
}

const inside = <T>(work: (tx: Transaction) => Promise<T>) => withOrganization(organization.id, work);

const TODAY = "2026-11-23";
const bill = (today: Day = TODAY) => makeMonthlyInvoices({ organizationId: organization.id }, today);

const phones: Told = {
  currency: "EUR",
  term: "month",
  priceMinor: 1000,
  startsOn: "2026-09-16",
  counts: [
    { from: "2026-09-16", seats: 10 },
    { from: "2026-10-16", seats: 20 },
  ],
};

async function everything() {
  const all = await Promise.all((await listInvoices(billing)).map(({ id }) => findInvoice(billing, id)));
  return all.flatMap((each) => each ?? []);
}

describe("the monthly invoices", () => {
  test("charge each month that is over by its days, one for each currency, numbered from 1", async () => {
    await subscribe("Phones", phones);
    await subscribe("Fax", {
      ...phones,
      currency: "JPY",
      priceMinor: 300,
      counts: [{ from: "2026-10-01", seats: 3 }],
    });
    await bill();
    expect(await listInvoices(billing)).toMatchObject([
      { name: "INV-00003", period: "2026-10", currency: "JPY", totalMinor: 900n },
      { name: "INV-00002", period: "2026-10", currency: "EUR", totalMinor: 15_161n },
      { name: "INV-00001", period: "2026-09", currency: "EUR", totalMinor: 5000n },
    ]);
    const [, october] = await everything();
    expect(october?.lines).toMatchObject([
      {
        service: "Phones",
        amountMinor: 15_161n,
        stretches: [
          { from: "2026-10-01", to: "2026-10-15", seats: 10, amountMinor: "4839" },
          { from: "2026-10-16", to: "2026-10-31", seats: 20, amountMinor: "10322" },
        ],
      },
    ]);
    expect(await eventsOf(october?.id ?? "")).toMatchObject([
      { action: "invoice.issued", changes: { after: { period: "2026-10", amount: "EUR 151.61" } } },
    ]);
  });

  test("are made once, however often and by however many they are asked for", async () => {
    await subscribe("Phones", phones);
    await Promise.all(Array.from({ length: 8 }, () => bill()));
    const first = await everything();
    expect(first.map(({ name }) => name)).toEqual(["INV-00002", "INV-00001"]);
    await bill();
    expect(await everything()).toEqual(first);
    await bill("2026-12-01");
    expect((await everything()).map(({ name }) => name)).toEqual(["INV-00003", "INV-00002", "INV-00001"]);
  });

  test("are waited for a month at a time, as long as anything is subscribed to", async () => {
    const waiting = async () => {
      const jobs = await adminQuery<{ key: string; runAt: Date }>(
        `SELECT key, run_at AS "runAt" FROM graphile_worker.jobs WHERE key LIKE $1 ORDER BY run_at`,
        [`billing.invoices:${organization.id}:%`],
      );
      return jobs.map(({ key, runAt }) => [key.slice(-7), runAt.toISOString()]);
    };
    await bill();
    expect(await waiting()).toEqual([]);
    const { id } = await subscribe("Phones", phones);
    await bill();
    await bill("2026-12-02");
    const due = [
      ["2026-11", "2026-12-01T03:00:00.000Z"],
      ["2026-12", "2027-01-01T03:00:00.000Z"],
    ];
    expect(await waiting()).toEqual(due);
    await inside((tx) =>
      tx.subscription.update({
        where: { organizationId_id: { organizationId: organization.id, id } },
        data: { endedOn: momentOf("2026-12-16") },
      }),
    );
    await bill("2027-01-05");
    expect(await waiting()).toEqual(due);
    expect((await listInvoices(billing))[0]).toMatchObject({ period: "2026-12", totalMinor: 9677n });
  });

  test("say whom they are for as it was then, and whom they are from", async () => {
    const details = {
      company: "Acme Ltd",
      address: "1 High Street\nLondon",
      taxId: "GB 1",
      contactName: "Bela",
      contactEmail: "bela@acme.example",
      purchaseOrder: "PO 7",
    };
    unwrap(await saveBillingDetails(billing, 0, details));
    await subscribe("Phones", phones);
    await bill("2026-10-05");
    unwrap(await saveBillingDetails(billing, 1, { ...details, company: "Other Ltd" }));
    await bill();
    const [october, september] = await everything();
    expect(september?.billTo).toEqual({ name: organization.name, ...details });
    expect(october?.billTo.company).toBe("Other Ltd");
    expect(await readBillingDetails(billing)).toMatchObject({
      version: 2,
      details: { company: "Other Ltd" },
    });
    expect(codeOf(await saveBillingDetails(billing, 1, details))).toBe("conflict");
  });

  test("are never changed: the application's role may neither change nor delete them, nor add a line", async () => {
    await subscribe("Phones", phones);
    await bill();
    const tried = (statement: string) =>
      asApplication(organization.id, async (client) => {
        await client.query(statement);
        // What is held against each other when a transaction ends, is now.
        await client.query("SET CONSTRAINTS ALL IMMEDIATE");
      });
    const statements = [
      "UPDATE invoices SET total_minor = 1",
      "DELETE FROM invoices",
      "UPDATE invoice_lines SET amount_minor = 1",
      "DELETE FROM invoice_lines",
      "TRUNCATE invoices CASCADE",
    ];
    for (const statement of statements) await expect(tried(statement)).rejects.toThrow(/permission denied/);
    const added = `INSERT INTO invoice_lines SELECT organization_id, invoice_id, 99, subscription_id, service, price_minor,
      term, stretches, amount_minor FROM invoice_lines WHERE line = 1 LIMIT 1`;
    await expect(tried(added)).rejects.toThrow(/do not come to its total/);
  });
});

const FIRST = "2027-11-01";
const MONTHS = 6;
const anyDay = fc.integer({ min: -40, max: 190 }).map((count) => addDays(FIRST, count));
const told: fc.Arbitrary<Told> = fc
  .record({
    currency: fc.constantFrom("EUR", "JPY", "KWD"),
    term: fc.constantFrom("month" as const, "year" as const),
    priceMinor: fc.integer({ min: 0, max: 2_000_000 }),
    startsOn: anyDay,
    endedOn: fc.option(fc.integer({ min: 0, max: 120 })),
    counts: fc.uniqueArray(
      fc.record({ from: anyDay, seats: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5000 })) }),
      { selector: ({ from }) => from, maxLength: 6 },
    ),
  })
  .map(({ endedOn, ...each }) => ({
    ...each,
    endedOn: endedOn === null ? null : addDays(each.startsOn, endedOn),
  }));

test("whatever the history, the days come to the invoices, and asking again changes nothing", async () => {
  const property = fc.asyncProperty(fc.array(told, { minLength: 1, maxLength: 4 }), async (all) => {
    organization = await makeOrganization();
    billing = await makeActor(organization, "billing");
    for (const [index, each] of all.entries()) await subscribe(`Service ${index}`, each);
    const ends = addMonths(monthOf(FIRST), MONTHS);
    const today = `${ends}-10`;
    await Promise.all([bill(today), bill(today)]);
    const made = await everything();
    const subscriptions = await inside((tx) => readSubscriptions(tx, organization.id));
    // Leap years are among them: 2028 has a 29 February.
    const byMonth = new Map<string, bigint>();
    for (const subscription of subscriptions)
      for (let month = "2027-09"; month < ends; month = addMonths(month, 1)) {
        const { stretches } = chargeOf(subscription, month);
        const days = stretches.flatMap((stretch) => stretch.days);
        expect(days.every(({ day }) => daysOf(month).includes(day))).toBe(true);
        const key = `${month} ${subscription.currency}`;
        for (const { amountMinor } of days) byMonth.set(key, (byMonth.get(key) ?? 0n) + amountMinor);
      }
    const due = [...byMonth].filter(([, amount]) => amount > 0n);
    expect(new Map(made.map((each) => [`${each.period} ${each.currency}`, each.totalMinor]))).toEqual(
      new Map(due),
    );
    for (const { totalMinor, lines } of made) {
      expect(lines.reduce((sum, each) => sum + each.amountMinor, 0n)).toBe(totalMinor);
      for (const { stretches, amountMinor } of lines)
        expect(stretches.reduce((sum, each) => sum + BigInt(each.amountMinor), 0n)).toBe(amountMinor);
    }
    const numbers = made.map(({ name }) => name).toSorted();
    expect(numbers).toEqual(made.map((_, index) => `INV-${String(index + 1).padStart(5, "0")}`));
    await bill(today);
    expect(await everything()).toEqual(made);
  });
  await fc.assert(property, { numRuns: 25 });
}, 120_000);

describe("a credit note", () => {
  let invoiceId: string;
  let issuer: Actor;
  beforeEach(async () => {
    await subscribe("Phones", phones);
    await subscribe("Web", { ...phones, priceMinor: 100 });
    await bill();
    invoiceId = (await listInvoices(billing))[0]?.id ?? "";
    const managing = await makeOrganization({ managing: true });
    await adminQuery("UPDATE organizations SET managed_by = $1 WHERE id = $2", [
      managing.id,
      organization.id,
    ]);
    issuer = actorOf(await makeUser(managing, { role: "admin" }), organization);
  });

  test("takes back a line, and then the rest, and nothing twice", async () => {
    const before = await findInvoice(billing, invoiceId);
    const first = unwrap(await creditInvoice(issuer, { invoiceId, line: 2, reason: "Never used" }));
    expect(await findInvoice(billing, first.id)).toMatchObject({
      kind: "credit_note",
      name: "CN-00001",
      totalMinor: -1516n,
      reason: "Never used",
      corrects: { id: invoiceId, name: before?.name },
      lines: [{ service: "Web", amountMinor: -1516n }],
    });
    expect(codeOf(await creditInvoice(issuer, { invoiceId, line: 2, reason: "Again" }))).toBe("conflict");
    const both = await Promise.all(
      [1, 2, 3].map(() => creditInvoice(issuer, { invoiceId, line: null, reason: "All of it" })),
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    const after = await findInvoice(billing, invoiceId);
    expect(after?.lines.map(({ credit }) => credit?.name)).toEqual(["CN-00002", "CN-00001"]);
    expect(after?.totalMinor).toBe(before?.totalMinor);
    const sum = (await listInvoices(billing)).filter(({ period }) => period === "2026-10");
    expect(sum.reduce((total, each) => total + each.totalMinor, 0n)).toBe(0n);
  });

  test("is for whoever issues invoices, and of an invoice of the organization", async () => {
    const given = { invoiceId, line: null, reason: "Mine" };
    expect(codeOf(await creditInvoice(billing, given))).toBe("forbidden");
    for (const role of ["viewer", "user"] as const)
      expect(codeOf(await creditInvoice(await makeActor(organization, role), given))).toBe("forbidden");
    expect(codeOf(await creditInvoice(issuer, { ...given, invoiceId: newId() }))).toBe("notFound");
    expect(codeOf(await creditInvoice(issuer, { ...given, line: 9 }))).toBe("notFound");
    const { id } = unwrap(await creditInvoice(issuer, given));
    expect(codeOf(await creditInvoice(issuer, { ...given, invoiceId: id }))).toBe("notFound");
    const other = await makeActor(await makeOrganization(), "billing");
    expect(await findInvoice(other, invoiceId)).toBeNull();
    expect(await listInvoices(other)).toEqual([]);
  });
});

test("the outlook counts who waits, what is said of the renewal, and seats in use by day", async () => {
  const { id, serviceId } = await subscribe("Phones", {
    ...phones,
    counts: [{ from: "2026-09-16", seats: 2 }],
  });
  const people = await Promise.all(Array.from({ length: 3 }, () => makeUser(organization)));
  await inside(async (tx) => {
    const mine = { organizationId: organization.id, serviceId };
    for (const { id: userId } of people.slice(0, 2))
      await tx.seat.create({ data: { ...mine, userId, assignedBy: {} } });
    await tx.seatWait.create({ data: { ...mine, userId: people[2]?.id ?? "", position: 1, askedBy: {} } });
  });
  const overview = () => readBillingOverview(billing, TODAY);
  expect((await overview()).running).toMatchObject([
    { bought: 2, used: 2, waiting: 1, outlook: { plannedMinor: 2000n, withWaitingMinor: 3000n, missing: 1 } },
  ]);
  // An import that is ready gives its new people seats of what was chosen for them, and of nothing else.
  const choices = (services: string[]) => ({ choices: { seats: { services, whenShort: "wait" } } });
  for (const services of [[serviceId], []])
    await inside(async (tx) => {
      const [importId, mine] = [newId(), { organizationId: organization.id }];
      const ready = { id: importId, state: "review", fileName: "people.csv", createdBy: {} };
      await tx.import.create({ data: { ...mine, ...ready, options: choices(services) } });
      const row = { ...mine, importId, cells: [], values: {}, issues: [], fate: "create", selected: true };
      await tx.importRow.createMany({ data: [1, 2].map((line) => ({ ...row, line, userId: newId() })) });
    });
  expect(await overview()).toMatchObject({
    arriving: 2,
    running: [{ outlook: { withWaitingMinor: 3000n, withArrivingMinor: 5000n, missing: 3 } }],
  });
  unwrap(await setSeatsAtRenewal(billing, id, 0));
  expect((await overview()).running[0]?.outlook.plannedMinor).toBe(2000n);
  const used = () =>
    inside((tx) =>
      tx.seatUsage.findMany({ where: { organizationId: organization.id }, select: { used: true } }),
    );
  expect(await used()).toEqual([{ used: 2 }]);
  await inside((tx) => tx.seat.deleteMany({ where: { organizationId: organization.id } }));
  expect(await used()).toEqual([{ used: 0 }]);
});

test("only whoever may see billing does, and whoever only sees changes nothing", async () => {
  const details = {
    company: "",
    address: "",
    taxId: "",
    contactName: "",
    contactEmail: "",
    purchaseOrder: "1",
  };
  const viewer = await makeActor(organization, "viewer");
  expect(await listInvoices(viewer)).toEqual([]);
  expect(codeOf(await saveBillingDetails(viewer, 0, details))).toBe("forbidden");
  const user = await makeActor(organization, "user");
  expect(codeOf(await saveBillingDetails(user, 0, details))).toBe("forbidden");
  for (const read of [listInvoices, readBillingOverview, readBillingDetails])
    expect(() => read(user)).toThrow("without billing.read");
});
