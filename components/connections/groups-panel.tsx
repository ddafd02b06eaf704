"use client";

import { type FormEvent, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { answered } from "@/lib/answered";
import { ROLE_LABELS, ROLES, type Role } from "@/lib/permissions/roles";
import type { Result } from "@/lib/result";

export type MappedGroup = {
  id: string;
  name: string;
  inScope: boolean;
  role: Role | null;
  groupId: string | null;
  isGone: boolean;
  members: number;
};

type GroupsPanelProps = {
  org: string;
  connectionId: string;
  groups: MappedGroup[];
  ownGroups: { value: string; label: string }[];
  readOnly: boolean;
  actions: {
    find: (
      org: string,
      input: { connectionId: string; words: string },
    ) => Promise<Result<{ id: string; name: string }[]>>;
    map: (
      org: string,
      input: {
        connectionId: string;
        sourceId: string;
        name: string;
        inScope: boolean;
        role: Role | null;
        groupId: string | null;
      },
    ) => Promise<Result<unknown>>;
    unmap: (org: string, input: { connectionId: string; sourceId: string }) => Promise<Result<unknown>>;
  };
};

/** The directory's groups that mean something here: who comes, with which role, into which group. */
export function GroupsPanel({ org, connectionId, groups, ownGroups, readOnly, actions }: GroupsPanelProps) {
  const [found, setFound] = useState<{ id: string; name: string }[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const unmapped = groups.filter(({ role, groupId }) => !role && !groupId);

  async function search(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const words = new FormData(event.currentTarget).get("words");
    setPending(true);
    const result = await answered(
      actions.find(org, { connectionId, words: typeof words === "string" ? words : "" }),
    );
    setPending(false);
    setProblem(result.ok ? null : result.error.message);
    if (result.ok) setFound(result.value);
  }

  async function write(asked: Promise<Result<unknown>>) {
    const result = await answered(asked);
    setProblem(result.ok ? null : result.error.message);
  }

  const map = ({ id: sourceId, name, inScope, role, groupId }: MappedGroup, more: Partial<MappedGroup>) =>
    write(actions.map(org, { connectionId, sourceId, name, inScope, role, groupId, ...more }));

  return (
    <div className="grid gap-5">
      {problem && (
        <Alert tone="error" live>
          {problem}
        </Alert>
      )}
      {unmapped.length > 0 && (
        <Alert>They give no role and no group here: {unmapped.map(({ name }) => name).join(", ")}.</Alert>
      )}
      {groups.length > 0 && (
        <ul className="divide-y divide-line rounded-box border border-line">
          {groups.map((group) => (
            <li
              key={group.id}
              className="grid gap-3 px-4 py-3 md:grid-cols-[minmax(0,1fr)_auto_10rem_10rem_auto] md:items-end"
            >
              <div className="min-w-0 self-center">
                <p className="font-medium">{group.name}</p>
                <p className="text-dense text-muted">
                  {group.isGone
                    ? "Gone from the directory"
                    : `${group.members.toLocaleString("en")} members read`}
                </p>
              </div>
              <div className="self-center">
                <Checkbox
                  label={
                    <>
                      Takes over<span className="sr-only"> who is in {group.name}</span>
                    </>
                  }
                  checked={group.inScope}
                  disabled={readOnly}
                  onChange={(event) => void map(group, { inScope: event.target.checked })}
                />
              </div>
              <Field
                label={
                  <>
                    Role<span className="sr-only"> by {group.name}</span>
                  </>
                }
              >
                {(control) => (
                  <Select
                    {...control}
                    size="sm"
                    value={group.role ?? ""}
                    disabled={readOnly}
                    placeholder="None"
                    onChange={(event) =>
                      void map(group, { role: ROLES.find((role) => role === event.target.value) ?? null })
                    }
                    options={ROLES.map((value) => ({ value, label: ROLE_LABELS[value] }))}
                  />
                )}
              </Field>
              <Field
                label={
                  <>
                    Group<span className="sr-only"> by {group.name}</span>
                  </>
                }
              >
                {(control) => (
                  <Select
                    {...control}
                    size="sm"
                    value={group.groupId ?? ""}
                    disabled={readOnly}
                    placeholder="None"
                    onChange={(event) => void map(group, { groupId: event.target.value || null })}
                    options={ownGroups}
                  />
                )}
              </Field>
              {!readOnly && (
                <Button
                  size="sm"
                  onClick={() => void write(actions.unmap(org, { connectionId, sourceId: group.id }))}
                >
                  Take off<span className="sr-only"> {group.name}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {!readOnly && (
        <form onSubmit={search} className="flex flex-wrap items-end gap-3">
          <Field label="Find a group of the directory" hint="Its name begins with">
            {(control) => <TextInput {...control} name="words" maxLength={100} autoComplete="off" />}
          </Field>
          <SubmitButton variant="secondary" pending={pending}>
            Find
          </SubmitButton>
        </form>
      )}
      {found && found.length === 0 && <p className="text-muted">No group begins so.</p>}
      {found && found.length > 0 && (
        <ul className="grid gap-1">
          {found.map(({ id, name }) => (
            <li key={id} className="flex items-center justify-between gap-3 py-1">
              <span className="wrap-anywhere">{name}</span>
              {groups.some((group) => group.id === id) ? (
                <span className="text-dense text-muted">Listed</span>
              ) : (
                <Button
                  size="sm"
                  onClick={() =>
                    void write(
                      actions.map(org, {
                        connectionId,
                        sourceId: id,
                        name,
                        inScope: true,
                        role: null,
                        groupId: null,
                      }),
                    )
                  }
                >
                  Add<span className="sr-only"> {name}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
