import type { Metadata } from "next";
import { BillingTabs } from "@/components/billing/billing-tabs";
import { CostTable, GroupTable } from "@/components/billing/cost-tables";
import { UsageChart } from "@/components/billing/usage-chart";
import { UsageTable } from "@/components/billing/usage-table";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { readBillingUsage } from "@/lib/billing/usage-queries";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Usage" };

export default async function BillingUsagePage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "billing.read");
  const usage = await readBillingUsage(actor);
  const { first, today, months, services, groups } = usage;
  const isEmpty = services.length === 0;
  return (
    <>
      <PageHeader
        title="Usage"
        description="Seats and what they cost, over twelve months with this one. Days are in UTC."
        breadcrumbs={[{ label: "Billing", href: routes.billing(org) }]}
        actions={
          !isEmpty && (
            <Button href={routes.billingExport(org, "usage")} download icon={<Icon name="download" />}>
              Export CSV
            </Button>
          )
        }
      />
      <BillingTabs org={org} current="usage" />
      {isEmpty ? (
        <EmptyState
          title="Nothing has been used yet"
          actions={<Button href={routes.services(org)}>Go to services</Button>}
        >
          Seats of services stand here over time, with what they cost.
        </EmptyState>
      ) : (
        <div className="grid gap-6">
          <div className="grid gap-5 xl:grid-cols-2">
            {services.map(({ serviceId, service, bought, used }) => (
              <Card key={serviceId} title={service}>
                <UsageChart {...{ service, first, today, months, bought, used }} />
              </Card>
            ))}
          </div>
          <UsageTable usage={usage} />
          <CostTable usage={usage} />
          <GroupTable groups={groups} />
        </div>
      )}
    </>
  );
}
