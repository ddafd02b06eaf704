import "server-only";
import type { AuditActor } from "@/lib/audit/record";
import { addMonths, type Day, dayOf, firstDayOf, momentOf, monthOf } from "@/lib/billing/days";
import { invoicesFor, monthsOver } from "@/lib/billing/invoice";
import { issue, lockNumbers } from "@/lib/billing/issue";
import { partyOf, readIssuer } from "@/lib/billing/parties";
import type { Party } from "@/lib/billing/stored";
import { readSubscriptions } from "@/lib/billing/subscribed";
import { type Transaction, withOrganization } from "@/lib/db";
import { againIfDeadlocked } from "@/lib/deadlock";
import { enqueueAt } from "@/lib/jobs/queue";

const PRODUCT: AuditActor = { kind: "system", name: "Rollcall" };
const TIMEOUT_MS = 120_000;

/**
 * Makes the invoices that are due and waits for the next month. Run again, or twice at once, it makes none of them twice: whoever
 * makes invoices of an organization waits for its numbers, and looks behind that which months have theirs.
 */
export async function makeMonthlyInvoices(
  { organizationId }: { organizationId: string },
  today: Day = dayOf(new Date()),
): Promise<void> {
  const issuer = await readIssuer(organizationId);
  await againIfDeadlocked(() =>
    withOrganization(
      organizationId,
      async (tx) => {
        await makeInvoices(tx, organizationId, issuer, today);
        await scheduleInvoices(tx, organizationId, momentOf(today));
      },
      { timeoutMs: TIMEOUT_MS },
    ),
  );
}

/**
 * Makes the invoices of all months that are over and have none, one for each currency.
 * @param issuedAt what they say of when; now, unless they are made for a past that is made up
 */
export async function makeInvoices(
  tx: Transaction,
  organizationId: string,
  issuer: Party,
  today: Day,
  issuedAt?: (period: string) => Date,
): Promise<void> {
  await lockNumbers(tx, organizationId, "invoice");
  const subscriptions = await readSubscriptions(tx, organizationId);
  const made = await tx.invoice.findMany({
    where: { organizationId, kind: "invoice" },
    select: { period: true, currency: true },
  });
  const has = new Set(made.map(({ period, currency }) => `${monthOf(dayOf(period))} ${currency}`));
  const billTo = await partyOf(tx, organizationId);
  const due = monthsOver(subscriptions, today).flatMap((month) => invoicesFor(subscriptions, month));
  for (const invoice of due.filter(({ period, currency }) => !has.has(`${period} ${currency}`)))
    await issue(tx, organizationId, PRODUCT, {
      kind: "invoice",
      ...invoice,
      billTo,
      billFrom: issuer,
      issuedAt: issuedAt?.(invoice.period),
    });
}

/** Seats that are bought in a month's last second are written down by then. */
const HOUR_OF_INVOICES = 3;

/** Has the worker make a month's invoices once it is over, as long as anything runs. Each month is one waiting job. */
export async function scheduleInvoices(tx: Transaction, organizationId: string, now: Date): Promise<void> {
  const running = await tx.subscription.findFirst({
    where: { organizationId, endedOn: null },
    select: { id: true },
  });
  if (!running) return;
  const month = monthOf(dayOf(now));
  const at = momentOf(firstDayOf(addMonths(month, 1)));
  at.setUTCHours(HOUR_OF_INVOICES);
  await enqueueAt(tx, "billing.invoices", { organizationId }, `${organizationId}:${month}`, at, {
    alone: organizationId,
  });
}
