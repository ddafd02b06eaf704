"use client";

import { FieldError } from "@/components/ui/field-error";
import { Select } from "@/components/ui/select";
import { FilterChoice } from "@/components/users/filter-choice";
import { useAsked } from "@/components/users/use-asked";
import type { Result } from "@/lib/result";
import { SERVICES_COLUMN, SERVICES_LABEL } from "@/lib/users/columns";

type Service = { id: string; name: string };

export type FilterServices = {
  /** The name of the service that the list is filtered by; null where it is by none, or by one that is gone. */
  chosen: string | null;
  read: (org: string, input: null) => Promise<Result<Service[]>>;
};

type ServiceFilterProps = {
  org: string;
  services: FilterServices;
  serviceId: string | null;
  isColumn: boolean;
  /** Whether somebody looks: an organization may have hundreds, which no page carries until then. */
  isOpen: boolean;
};

/** Whether the list shows everybody's services as a column, and of which service those have a seat who are shown. */
export function ServiceFilter({ org, services, serviceId, isColumn, isOpen }: ServiceFilterProps) {
  const { value: all, problem } = useAsked(() => services.read(org, null), isOpen);
  const known = all ?? [];
  const chosen = known.some(({ id }) => id === serviceId) ? null : serviceId;
  return (
    <FilterChoice label={SERVICES_LABEL} column={SERVICES_COLUMN} isColumn={isColumn}>
      {(id) => (
        <>
          <Select
            id={id}
            name="service"
            placeholder="Any"
            defaultValue={serviceId ?? ""}
            options={[
              ...(chosen ? [{ value: chosen, label: services.chosen ?? "A service that is gone" }] : []),
              ...known.map((service) => ({ value: service.id, label: service.name })),
              ...(all || problem ? [] : [{ value: "…", label: "Looking for services …", disabled: true }]),
            ]}
          />
          <FieldError errors={problem ? [problem] : []} />
        </>
      )}
    </FilterChoice>
  );
}
