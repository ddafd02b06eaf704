"use client";

import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";

export type Member = { extensionId: string; number: string; name: string; paused: boolean };

type QueueMembersProps = {
  members: Member[];
  candidates: Omit<Member, "paused">[];
  readOnly: boolean;
  error?: string;
  change: (members: Member[]) => void;
};

/** The members of a queue in their order: moved up and down, paused, taken in and out. */
export function QueueMembers({ members, candidates, readOnly, error, change }: QueueMembersProps) {
  const [said, setSaid] = useState("");
  const others = candidates.filter(({ extensionId }) =>
    members.every((each) => each.extensionId !== extensionId),
  );

  function move(index: number, by: -1 | 1) {
    const next = [...members];
    const [moved] = next.splice(index, 1);
    if (!moved) return;
    next.splice(index + by, 0, moved);
    change(next);
    setSaid(`${moved.number} is ${index + by + 1} of ${next.length}`);
  }

  const set = (index: number, some: Partial<Member>) =>
    change(members.map((each, at) => (at === index ? { ...each, ...some } : each)));

  return (
    <div className="grid gap-4">
      {members.length === 0 ? (
        <p className="text-muted">No members yet: calls reach nobody.</p>
      ) : (
        <ol className="divide-y divide-line rounded-box border border-line">
          {members.map((member, index) => (
            <li key={member.extensionId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
              <span className="w-6 text-muted tabular-nums">{index + 1}</span>
              <span className="min-w-0 flex-1 wrap-anywhere">
                <span className="font-medium tabular-nums">{member.number}</span> {member.name}
                {member.paused && (
                  <span className="ms-2">
                    <Badge shape="pause">Paused</Badge>
                  </span>
                )}
              </span>
              {!readOnly && (
                <span className="flex">
                  <IconButton
                    size="sm"
                    icon={<Icon name="arrow-up" />}
                    label={`Move ${member.number} up`}
                    aria-disabled={index === 0 || undefined}
                    onClick={() => index > 0 && move(index, -1)}
                  />
                  <IconButton
                    size="sm"
                    icon={<Icon name="arrow-down" />}
                    label={`Move ${member.number} down`}
                    aria-disabled={index === members.length - 1 || undefined}
                    onClick={() => index < members.length - 1 && move(index, 1)}
                  />
                  <IconButton
                    size="sm"
                    icon={<Icon name={member.paused ? "play" : "pause"} />}
                    label={`${member.paused ? "Resume" : "Pause"} ${member.number}`}
                    onClick={() => set(index, { paused: !member.paused })}
                  />
                  <IconButton
                    size="sm"
                    icon={<Icon name="x" />}
                    label={`Take ${member.number} out`}
                    tooltipAlign="end"
                    onClick={() => change(members.filter((_, at) => at !== index))}
                  />
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
      <p className="sr-only" role="status">
        {said}
      </p>
      {!readOnly && <AddMember others={others} error={error} add={(one) => change([...members, one])} />}
    </div>
  );
}

type AddMemberProps = {
  others: Omit<Member, "paused">[];
  error?: string;
  add: (member: Member) => void;
};

function AddMember({ others, error, add }: AddMemberProps) {
  const [chosen, setChosen] = useState("");
  const found = others.find(({ extensionId }) => extensionId === chosen);
  return (
    <Field label="Add a member" optional error={error}>
      {(control) => (
        <span className="flex gap-2">
          <Select
            {...control}
            className="flex-1"
            value={found ? chosen : ""}
            onChange={(event) => setChosen(event.target.value)}
            placeholder={others.length === 0 ? "There are no other extensions" : "Choose an extension"}
            options={others.map(({ extensionId, number, name }) => ({
              value: extensionId,
              label: name ? `${number} ${name}` : number,
            }))}
          />
          <Button
            onClick={() => {
              if (!found) return;
              add({ ...found, paused: false });
              setChosen("");
            }}
          >
            Add
          </Button>
        </span>
      )}
    </Field>
  );
}
