import type { Metadata } from "next";
import { saveDetails } from "@/app/(org)/[org]/billing/actions";
import { BillingTabs } from "@/components/billing/billing-tabs";
import { DetailsForm } from "@/components/billing/details-form";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { readBillingDetails } from "@/lib/billing/queries";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Billing details" };

export default async function BillingDetailsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "billing.read");
  const { version, details } = await readBillingDetails(actor);
  return (
    <>
      <PageHeader
        title="Billing details"
        description="Whom invoices name from now on. Those that there are keep what they were issued with."
        breadcrumbs={[{ label: "Billing", href: routes.billing(org) }]}
      />
      <BillingTabs org={org} current="details" />
      <DetailsForm
        org={org}
        version={version}
        first={details}
        readOnly={!can(actor, "billing.update")}
        save={saveDetails}
      />
    </>
  );
}
