"use client";

import { FieldError } from "@/components/ui/field-error";
import { Select } from "@/components/ui/select";
import { FilterChoice } from "@/components/users/filter-choice";
import { useAsked } from "@/components/users/use-asked";
import type { Result } from "@/lib/result";
import { GROUPS_COLUMN, GROUPS_LABEL } from "@/lib/users/columns";

type Group = { id: string; name: string };

export type FilterGroups = {
  /** The name of the group that the list is filtered by; null where it is by none, or by one that is gone. */
  chosen: string | null;
  read: (org: string, input: null) => Promise<Result<Group[]>>;
};

type GroupFilterProps = {
  org: string;
  groups: FilterGroups;
  groupId: string | null;
  isColumn: boolean;
  /** Whether somebody looks: an organization may have hundreds, which no page carries until then. */
  isOpen: boolean;
};

/** Whether the list shows everybody's groups as a column, and in which group those are who are shown. */
export function GroupFilter({ org, groups, groupId, isColumn, isOpen }: GroupFilterProps) {
  const { value: all, problem } = useAsked(() => groups.read(org, null), isOpen);
  const known = all ?? [];
  const chosen = known.some(({ id }) => id === groupId) ? null : groupId;
  return (
    <FilterChoice label={GROUPS_LABEL} column={GROUPS_COLUMN} isColumn={isColumn}>
      {(id) => (
        <>
          <Select
            id={id}
            name="group"
            placeholder="Any"
            defaultValue={groupId ?? ""}
            options={[
              ...(chosen ? [{ value: chosen, label: groups.chosen ?? "A group that is gone" }] : []),
              ...known.map((group) => ({ value: group.id, label: group.name })),
              ...(all || problem ? [] : [{ value: "…", label: "Looking for groups …", disabled: true }]),
            ]}
          />
          <FieldError errors={problem ? [problem] : []} />
        </>
      )}
    </FilterChoice>
  );
}
