import type { Metadata } from "next";
import { type AuditItem, AuditTable } from "@/components/audit/audit-table";
import { ChainNote } from "@/components/audit/chain-note";
import { Button } from "@/components/ui/button";
import { secondInWords } from "@/components/ui/dates";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { LiveForm } from "@/components/ui/live-form";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { SoftLinks } from "@/components/ui/soft-links";
import { TextInput } from "@/components/ui/text-input";
import { ALL_AUDIT_ACTIONS, AUDIT_ACTIONS } from "@/lib/audit/actions";
import { checkAuditLog } from "@/lib/audit/chain/queries";
import { type AuditFilter, type AuditRow, listAuditEvents, readAuditFilter } from "@/lib/audit/queries";
import { requireActor } from "@/lib/auth/guard";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Audit log" };

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function AuditPage({ params, searchParams }: Props) {
  const { org } = await params;
  const actor = await requireActor(org, "audit.read");
  const query = await searchParams;
  const filter = readAuditFilter(query);
  const before = typeof query.before === "string" ? query.before : null;
  const [page, chain] = await Promise.all([
    listAuditEvents(actor, filter, before),
    checkAuditLog(actor, { whole: query.check === "all" }),
  ]);
  return (
    <>
      <PageHeader
        title="Audit log"
        description="Everything that was changed here, by whom and when. Times are UTC. Nobody can edit this log."
      />
      <ChainNote
        state={chain}
        wholeHref={
          query.check === "all" ? undefined : routes.audit(org, { ...hrefQuery(filter), check: "all" })
        }
      />
      <Filters org={org} filter={filter} />
      {page.rows.length === 0 ? (
        <EmptyState
          icon={<Icon name="rotate-ccw-clock" size={20} />}
          title="No event matches"
          actions={<Button href={routes.audit(org)}>Show all events</Button>}
        >
          Widen the dates or take a filter away.
        </EmptyState>
      ) : (
        <>
          <AuditTable items={page.rows.map((event) => itemOf(org, event))} />
          <SoftLinks />
        </>
      )}
      <Pagination
        label="Pages of events"
        previousHref={before ? routes.audit(org, hrefQuery(filter)) : undefined}
        nextHref={page.older ? routes.audit(org, { ...hrefQuery(filter), before: page.older }) : undefined}
      >
        {before ? "Older events" : "Newest first"}
      </Pagination>
    </>
  );
}

function itemOf(org: string, event: AuditRow): AuditItem {
  const { id, occurredAt, subjectType, subjectId, actorName, fromAnotherOrganization, ip, changes } = event;
  return {
    id,
    moment: occurredAt.toISOString(),
    when: secondInWords(occurredAt),
    what: AUDIT_ACTIONS[event.action] ?? event.action,
    subject: event.subjectName,
    subjectHref: subjectType === "user" && subjectId ? routes.user(org, subjectId) : undefined,
    by: actorName,
    fromAnotherOrganization,
    ip,
    changes,
  };
}

function Filters({ org, filter }: { org: string; filter: AuditFilter }) {
  return (
    <LiveForm
      action={routes.audit(org)}
      className="mb-4 grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[minmax(12rem,1fr)_14rem_11rem_11rem]"
    >
      <SearchField
        name="q"
        label="Search by person"
        placeholder="Search by person"
        defaultValue={filter.search}
      />
      <Select
        name="action"
        aria-label="What happened"
        placeholder="All events"
        defaultValue={filter.action ?? ""}
        options={ALL_AUDIT_ACTIONS.map((action) => ({ value: action, label: AUDIT_ACTIONS[action] }))}
      />
      <Field label="From">
        {(control) => <TextInput {...control} type="date" name="from" defaultValue={filter.from ?? ""} />}
      </Field>
      <Field label="To">
        {(control) => <TextInput {...control} type="date" name="to" defaultValue={filter.to ?? ""} />}
      </Field>
      {filter.subjectId && <input type="hidden" name="subject" value={filter.subjectId} />}
    </LiveForm>
  );
}

const hrefQuery = ({ search, action, subjectId, from, to }: AuditFilter) => ({
  q: search,
  action,
  subject: subjectId,
  from,
  to,
});
