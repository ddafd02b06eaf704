import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { addProperty, dropProperty, planSave, saveProperty } from "@/app/(org)/[org]/properties/actions";
import { PropertyForm } from "@/components/properties/property-form";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { newId } from "@/lib/ids";
import { can } from "@/lib/permissions/can";
import { findProperty } from "@/lib/properties/queries";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Property" };

type Props = { params: Promise<{ org: string; propertyId: string }> };

export default async function PropertyPage({ params }: Props) {
  const { org, propertyId } = await params;
  const isNew = propertyId === "new";
  const actor = await requireActor(org, isNew ? "settings.update" : "settings.read");
  const property = isNew ? null : await findProperty(actor, propertyId);
  if (!isNew && !property) notFound();
  return (
    <>
      <PageHeader
        title={property?.name ?? "New property"}
        breadcrumbs={[{ label: "Properties", href: routes.properties(org) }]}
      />
      <PropertyForm
        // A saved version begins anew, and another property is another form.
        key={`${propertyId} ${property?.version}`}
        org={org}
        id={property?.id ?? newId()}
        version={property?.version ?? null}
        values={property?.values ?? 0}
        first={{
          name: property?.name ?? "",
          type: property?.type ?? "text",
          choices: property?.choices.join("\n") ?? "",
          isUserProperty: property?.isUserProperty ?? true,
          isRequired: property?.isRequired ?? false,
          isUnique: property?.isUnique ?? false,
          defaultValue: property?.defaultValue ?? "",
          help: property?.help ?? "",
          value: property?.shown ?? "",
        }}
        readOnly={!can(actor, "settings.update")}
        listHref={routes.properties(org)}
        actions={{ add: addProperty, plan: planSave, save: saveProperty, drop: dropProperty }}
      />
    </>
  );
}
