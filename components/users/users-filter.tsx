"use client";

import type { FilterProperty } from "@/components/properties/property-filters";
import { Button } from "@/components/ui/button";
import { LiveForm } from "@/components/ui/live-form";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { FilterSync } from "@/components/users/filter-sync";
import type { FilterGroups } from "@/components/users/group-filter";
import { MoreFilters } from "@/components/users/more-filters";
import type { FilterServices } from "@/components/users/service-filter";
import { StatusMeaningsButton } from "@/components/users/status-meanings";
import { ROLE_LABELS, ROLES } from "@/lib/permissions/roles";
import { propertyField } from "@/lib/properties/field";
import type { PropertyValues } from "@/lib/properties/types";
import { routes } from "@/lib/routes";
import { hasFilter, STATUS_FILTERS, type StatusFilter, type UserFilter } from "@/lib/users/filter";
import { LEGACY_STATUSES, STATUS_MEANINGS } from "@/lib/users/status";

const FORM_ID = "users-filter";

type UsersFilterProps = {
  org: string;
  filter: UserFilter;
  /** The list's order, as its address has it. */
  sort: string | undefined;
  properties: FilterProperty[];
  /** What the list is filtered by of them, as people write it. */
  texts: PropertyValues;
  /** Where this reader may see groups. */
  groups: FilterGroups | null;
  /** Where this reader may see services. */
  services: FilterServices | null;
  /** The chosen columns. */
  columns: string[];
  /** How many people the filter leaves. */
  found: string;
};

/** Search and filters. */
export function UsersFilter({
  org,
  filter,
  sort,
  properties,
  texts,
  groups,
  services,
  columns,
  found,
}: UsersFilterProps) {
  const { search, status, role, importId, groupId, serviceId = null } = filter;
  const fields = properties.map(({ id }) => [propertyField(id), texts[id] ?? ""]);
  return (
    <LiveForm id={FORM_ID} action={routes.users(org)} className="mb-3 flex flex-wrap items-center gap-2">
      <SearchField
        name="q"
        label="Search users"
        placeholder="Name, e-mail or username"
        defaultValue={search}
        autoComplete="off"
        className="min-w-full flex-1 sm:max-w-96 sm:min-w-64"
      />
      <Select
        name="status"
        aria-label="Status"
        placeholder="Any status"
        defaultValue={status ?? ""}
        options={STATUS_FILTERS.map((value) => ({ value, label: labelOf(value) }))}
        className="w-40! max-sm:flex-1"
      />
      <Select
        name="role"
        aria-label="Role"
        placeholder="Any role"
        defaultValue={role ?? ""}
        options={ROLES.map((value) => ({ value, label: ROLE_LABELS[value] }))}
        className="w-44! max-sm:flex-1"
      />
      {sort && <input type="hidden" name="sort" value={sort} />}
      {importId && <input type="hidden" name="import" value={importId} />}
      {groupId && !groups && <input type="hidden" name="group" value={groupId} />}
      {serviceId && !services && <input type="hidden" name="service" value={serviceId} />}
      {hasFilter(filter) && (
        <Button href={routes.users(org, { sort, columns: columns.join(",") })} variant="ghost" scroll={false}>
          Clear
        </Button>
      )}
      <p role="status" className="text-dense text-muted max-sm:flex-1 sm:ms-auto">
        {found}
      </p>
      <StatusMeaningsButton className="sm:hidden" />
      {(groups || services || properties.length > 0) && (
        <MoreFilters
          org={org}
          groupId={groupId}
          groups={groups}
          serviceId={serviceId}
          services={services}
          properties={properties}
          values={texts}
          columns={columns}
        />
      )}
      <FilterSync
        formId={FORM_ID}
        values={{
          q: search,
          status: status ?? "",
          role: role ?? "",
          group: groupId ?? "",
          service: serviceId ?? "",
          ...Object.fromEntries(fields),
        }}
      />
    </LiveForm>
  );
}

function labelOf(status: StatusFilter): string {
  if (status === "removed") return "Removed";
  const { label } = STATUS_MEANINGS[status];
  return LEGACY_STATUSES.some((legacy) => legacy === status) ? `${label} (legacy)` : label;
}
