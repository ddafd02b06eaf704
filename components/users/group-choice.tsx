"use client";

import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { useAsked } from "@/components/users/use-asked";
import type { Result } from "@/lib/result";

type Group = { id: string; name: string };

type GroupChoiceProps = {
  /** The groups to choose from, asked for when the choice is there. */
  read: () => Promise<Result<Group[]>>;
  onChoose: (groupId: string) => void;
};

/** Which group. */
export function GroupChoice({ read, onChoose }: GroupChoiceProps) {
  const { value: groups, problem } = useAsked(read);
  if (problem) return <Alert tone="error">{problem}</Alert>;
  if (!groups) return <p className="mb-4 text-muted">Looking for groups …</p>;
  if (groups.length === 0)
    return <p className="mb-4">There is no group that you may take people into. Make one under Groups.</p>;
  return (
    <div className="mb-4">
      <Field label="Group" required>
        {(control) => (
          <Select
            {...control}
            name="group"
            placeholder="Choose a group"
            defaultValue=""
            options={groups.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(event) => event.target.value && onChoose(event.target.value)}
          />
        )}
      </Field>
    </div>
  );
}
