import type { Metadata } from "next";
import { withdraw } from "@/app/(org)/[org]/pins/actions";
import { PinsTable } from "@/components/credentials/pins-table";
import { WithdrawPin } from "@/components/credentials/withdraw-pin";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { LiveForm } from "@/components/ui/live-form";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Select } from "@/components/ui/select";
import { requireActor } from "@/lib/auth/guard";
import { readPinListQuery } from "@/lib/credentials/pins/list";
import { listPins } from "@/lib/credentials/pins/queries";
import { PIN_STATE_WORDS, PIN_STATES } from "@/lib/credentials/pins/state";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "PINs" };

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function PinsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const actor = await requireActor(org, "users.credentials.read");
  const { state, before } = readPinListQuery(await searchParams);
  const { rows, older } = await listPins(actor, { state, before });
  const mayWithdraw = can(actor, "users.credentials.issue");
  return (
    <>
      <PageHeader
        title="PINs"
        description="Every PIN that was issued, and what became of it. Its digits are shown once, to whoever issues it, and kept nowhere. Times are UTC."
      />
      <LiveForm action={routes.pins(org)} className="mb-3 flex flex-wrap items-center gap-2">
        <Select
          name="state"
          aria-label="State"
          placeholder="Any state"
          defaultValue={state ?? ""}
          options={PIN_STATES.map((value) => ({ value, label: PIN_STATE_WORDS[value] }))}
          className="w-44! max-sm:flex-1"
        />
      </LiveForm>
      {rows.length === 0 ? (
        <EmptyState
          icon={<Icon name="key-round" size={20} />}
          title={state || before ? "No PIN matches" : "No PINs yet"}
          actions={(state || before) && <Button href={routes.pins(org)}>Show all PINs</Button>}
        >
          A PIN is issued when a person is added, or later from their page.
        </EmptyState>
      ) : (
        <PinsTable
          pins={rows}
          personHref={(userId) => routes.user(org, userId)}
          actions={({ id, name }) =>
            mayWithdraw && <WithdrawPin org={org} pinId={id} name={name} withdraw={withdraw} />
          }
        />
      )}
      {(before || older) && (
        <Pagination
          label="Pages of PINs"
          previousHref={before ? routes.pins(org, { state }) : undefined}
          nextHref={older ? routes.pins(org, { state, before: older }) : undefined}
        >
          {before ? "Older PINs" : "Newest first"}
        </Pagination>
      )}
    </>
  );
}
