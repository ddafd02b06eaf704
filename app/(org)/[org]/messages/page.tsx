import type { Metadata } from "next";
import { countSheet } from "@/app/(org)/[org]/messages/actions";
import { ChaseCard } from "@/components/messages/chase-card";
import { messageItemOf } from "@/components/messages/message-item";
import { MessageTabs } from "@/components/messages/message-tabs";
import { MessagesTable } from "@/components/messages/messages-table";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { LiveForm } from "@/components/ui/live-form";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { SoftLinks } from "@/components/ui/soft-links";
import { requireActor } from "@/lib/auth/guard";
import { audienceParams } from "@/lib/messages/audience-params";
import { kindLabel, MESSAGE_KINDS, METHOD_LABELS, METHODS } from "@/lib/messages/kinds";
import { type LedgerFilter, ledgerParams, readLedgerFilter } from "@/lib/messages/ledger-filter";
import { COUNTED_MAX, countStates, listMessages } from "@/lib/messages/ledger-queries";
import { mayCompose } from "@/lib/messages/may-compose";
import { MESSAGE_STATES, type MessageState, STATE_INFO } from "@/lib/messages/states";
import { transports } from "@/lib/messages/transport/transport";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Messages" };

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function MessagesPage({ params, searchParams }: Props) {
  const { org } = await params;
  const actor = await requireActor(org, "messages.read");
  const query = await searchParams;
  const filter = readLedgerFilter(query);
  const before = typeof query.before === "string" ? query.before : null;
  const [page, counts] = await Promise.all([listMessages(actor, filter, before), countStates(actor)]);
  const isFiltered = Object.values(filter).some((value) => value !== null && value !== "");
  return (
    <>
      <PageHeader
        title="Messages"
        description="Every e-mail and SMS to people here, and what became of it. Times are UTC."
      />
      <MessageTabs org={org} current="ledger" />
      <div className="grid gap-5">
        <LocalNotice />
        {mayCompose(actor, "invitation") && (
          <ChaseCard
            org={org}
            action={routes.newMessage(org)}
            lapsedHref={routes.newMessage(org, audienceParams({ lapsed: true }))}
            countForSheet={countSheet}
          />
        )}
        <div>
          <Filters org={org} filter={filter} counts={counts} />
          {page.rows.length === 0 ? (
            <EmptyState
              icon={<Icon name="mail" size={20} />}
              title={isFiltered ? "No message matches" : "No messages yet"}
              actions={
                <Button href={isFiltered ? routes.messages(org) : routes.users(org)}>
                  {isFiltered ? "Show all messages" : "To the list of users"}
                </Button>
              }
            >
              {isFiltered
                ? "Take a filter away."
                : "Select people in the list of users and choose Message, or have an import send invitations."}
            </EmptyState>
          ) : (
            <MessagesTable items={page.rows.map((row) => messageItemOf(org, row))} />
          )}
          <SoftLinks />
          <Pagination
            label="Pages of messages"
            previousHref={before ? routes.messages(org, ledgerParams(filter)) : undefined}
            nextHref={
              page.older ? routes.messages(org, { ...ledgerParams(filter), before: page.older }) : undefined
            }
          >
            {before ? "Older messages" : "Newest first"}
          </Pagination>
        </div>
      </div>
    </>
  );
}

/** Says so where messages reach nobody. */
function LocalNotice() {
  const { email, sms } = transports();
  const local = [email.isLocal && "e-mail", sms.isLocal && "SMS"].filter(Boolean).join(" and ");
  if (!local) return null;
  return (
    <Alert title={`No service for ${local} is set up`}>
      Such messages reach nobody. Each is kept as a file beside the database, and you can open it here as it
      would have looked. Whoever runs Rollcall sets a service up by its settings.
    </Alert>
  );
}

type FiltersProps = { org: string; filter: LedgerFilter; counts: Partial<Record<MessageState, number>> };

function Filters({ org, filter, counts }: FiltersProps) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const counted = (state: MessageState) =>
    total < COUNTED_MAX ? ` (${formatCount(counts[state] ?? 0)})` : "";
  return (
    <LiveForm
      action={routes.messages(org)}
      className="mb-4 grid gap-3 sm:grid-cols-2 lg:grid-cols-[minmax(12rem,1fr)_12rem_12rem_9rem]"
    >
      <SearchField
        name="q"
        label="Search by person or address"
        placeholder="Search by person or address"
        defaultValue={filter.search}
      />
      <Select
        name="state"
        aria-label="State"
        placeholder="All states"
        defaultValue={filter.state ?? ""}
        options={MESSAGE_STATES.filter((state) => state !== "sending").map((state) => ({
          value: state,
          label: STATE_INFO[state].label + counted(state),
        }))}
      />
      <Select
        name="kind"
        aria-label="Kind"
        placeholder="All kinds"
        defaultValue={filter.kind ?? ""}
        options={MESSAGE_KINDS.map((kind) => ({ value: kind, label: kindLabel(kind) }))}
      />
      <Select
        name="method"
        aria-label="Method"
        placeholder="By any way"
        defaultValue={filter.method ?? ""}
        options={METHODS.map((method) => ({ value: method, label: METHOD_LABELS[method] }))}
      />
      {filter.userId && <input type="hidden" name="user" value={filter.userId} />}
    </LiveForm>
  );
}
