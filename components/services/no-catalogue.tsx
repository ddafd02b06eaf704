import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { routes } from "@/lib/routes";

/** In the place of the catalogue of an organization that manages no others. */
export function NoCatalogue({ org }: { org: string }) {
  return (
    <>
      <PageHeader title="Catalogue" breadcrumbs={[{ label: "Services", href: routes.services(org) }]} />
      <EmptyState icon={<Icon name="package" size={20} />} title="No catalogue">
        A catalogue is for organizations that manage others. Make services of your own under Services.
      </EmptyState>
    </>
  );
}
