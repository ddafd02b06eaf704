import { Tabs } from "@/components/ui/tabs";
import { routes } from "@/lib/routes";

export type BillingTab = "overview" | "usage" | "invoices" | "details";

/** The pages about billing. */
export function BillingTabs({ org, current }: { org: string; current: BillingTab }) {
  const tab = (name: BillingTab, label: string, href: string) => ({ label, href, current: name === current });
  return (
    <Tabs
      label="Billing"
      tabs={[
        tab("overview", "Overview", routes.billing(org)),
        tab("usage", "Usage", routes.billingUsage(org)),
        tab("invoices", "Invoices", routes.invoices(org)),
        tab("details", "Billing details", routes.billingDetails(org)),
      ]}
    />
  );
}
