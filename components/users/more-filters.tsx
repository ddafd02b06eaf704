"use client";

import { useEffect, useRef, useState } from "react";
import { type FilterProperty, PropertyFilters } from "@/components/properties/property-filters";
import { type FilterGroups, GroupFilter } from "@/components/users/group-filter";
import { type FilterServices, ServiceFilter } from "@/components/users/service-filter";
import type { PropertyValues } from "@/lib/properties/types";
import { GROUPS_COLUMN, SERVICES_COLUMN } from "@/lib/users/columns";

type MoreFiltersProps = {
  org: string;
  /** Where this reader may see groups. */
  groups: FilterGroups | null;
  groupId: string | null;
  /** Where this reader may see services. */
  services: FilterServices | null;
  serviceId: string | null;
  properties: FilterProperty[];
  values: PropertyValues;
  columns: string[];
};

/** What not every list is filtered by, and the columns to choose; folded away until somebody looks. */
export function MoreFilters(props: MoreFiltersProps) {
  const { org, groups, groupId, services, serviceId, properties, values, columns } = props;
  const own = useRef<HTMLDetailsElement>(null);
  const [isOpen, setOpen] = useState(false);
  // Somebody may have opened it before the page's script ran.
  useEffect(() => setOpen(own.current?.open ?? false), []);
  const isGroupUsed = groups !== null && (groupId !== null || columns.includes(GROUPS_COLUMN));
  const used = properties.filter((each) => values[each.id] !== undefined || columns.includes(each.id)).length;
  const isServiceUsed = services !== null && (serviceId !== null || columns.includes(SERVICES_COLUMN));
  const count = used + (isGroupUsed ? 1 : 0) + (isServiceUsed ? 1 : 0);
  return (
    <details ref={own} className="min-w-full" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-dense">
        {titleOf(groups !== null, services !== null, properties.length > 0)}
        {count > 0 && ` (${count} in use)`}
      </summary>
      <div className="mt-2 grid gap-x-6 gap-y-4 rounded-box border border-line p-4 sm:grid-cols-2 xl:grid-cols-3">
        {groups && (
          <GroupFilter
            org={org}
            groups={groups}
            groupId={groupId}
            isColumn={columns.includes(GROUPS_COLUMN)}
            isOpen={isOpen}
          />
        )}
        {services && (
          <ServiceFilter
            org={org}
            services={services}
            serviceId={serviceId}
            isColumn={columns.includes(SERVICES_COLUMN)}
            isOpen={isOpen}
          />
        )}
        <PropertyFilters properties={properties} values={values} columns={columns} />
      </div>
    </details>
  );
}

function titleOf(hasGroups: boolean, hasServices: boolean, hasProperties: boolean): string {
  const parts = [
    ...(hasGroups ? ["groups"] : []),
    ...(hasServices ? ["services"] : []),
    ...(hasProperties ? ["properties"] : []),
  ];
  const [last = "", ...before] = parts.toReversed();
  const words = before.length > 0 ? `${before.toReversed().join(", ")} and ${last}` : last;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
