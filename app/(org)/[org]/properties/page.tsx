import type { Metadata } from "next";
import { shiftProperty } from "@/app/(org)/[org]/properties/actions";
import { PropertyMoves } from "@/components/properties/property-moves";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireActor } from "@/lib/auth/guard";
import { can } from "@/lib/permissions/can";
import { listProperties, type PropertyListed } from "@/lib/properties/queries";
import { PROPERTY_TYPE_LABELS } from "@/lib/properties/types";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Properties" };

export default async function PropertiesPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "settings.read");
  const properties = await listProperties(actor);
  const mayChange = can(actor, "settings.update");
  return (
    <>
      <PageHeader
        title="Properties"
        description="Fields that your organization defines for itself. A user property is a field of every person: in forms, in files, in the list."
        actions={
          mayChange && (
            <Button href={routes.property(org, "new")} variant="primary" icon={<Icon name="plus" />}>
              New property
            </Button>
          )
        }
      />
      {properties.length === 0 ? (
        <EmptyState icon={<Icon name="tag" size={20} />} title="No properties yet">
          Define one for each thing that you want to know of your people and no field asks for, such as a
          department or a badge.
        </EmptyState>
      ) : (
        <Table
          caption="Properties"
          stacked
          labels={["", "Type", "For", "Value", ...(mayChange ? ["Order"] : [])]}
        >
          <TableHead>
            <HeaderCell>Name</HeaderCell>
            <HeaderCell>Type</HeaderCell>
            <HeaderCell>For</HeaderCell>
            <HeaderCell>Value</HeaderCell>
            {mayChange && <HeaderCell>Order</HeaderCell>}
          </TableHead>
          <TableBody>
            {properties.map((property, index) => (
              <Row key={property.id}>
                <Cell strong>
                  <Link href={routes.property(org, property.id)}>{property.name}</Link>
                  {property.help && <p className="font-normal text-muted">{property.help}</p>}
                </Cell>
                <Cell>{typeInWords(property)}</Cell>
                <Cell>{property.isUserProperty ? "Every user" : "The organization"}</Cell>
                <Cell>{valuesInWords(property)}</Cell>
                {mayChange && (
                  <Cell>
                    <PropertyMoves
                      name={property.name}
                      isFirst={index === 0}
                      isLast={index === properties.length - 1}
                      move={shiftProperty.bind(null, org)}
                      id={property.id}
                    />
                  </Cell>
                )}
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </>
  );
}

function typeInWords({ type, isRequired, isUnique }: PropertyListed): string {
  const more = [...(isRequired ? ["required"] : []), ...(isUnique ? ["unique"] : [])];
  return [PROPERTY_TYPE_LABELS[type], ...more].join(", ");
}

function valuesInWords({ isUserProperty, values, shown }: PropertyListed): string {
  if (!isUserProperty) return shown || "None";
  return values === 1 ? "1 person has one" : `${formatCount(values)} people have one`;
}
