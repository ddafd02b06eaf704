"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { opens } from "@/components/ui/invoker";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

export type RemoveAction = (
  org: string,
  given: { id: string; moveTo: string | null; expected: number; tell: boolean },
) => Promise<Result<{ moved: number }>>;

type RemoveDomainProps = {
  org: string;
  id: string;
  name: string;
  /** How many have usernames in it, and how many who have been removed had. */
  people: number;
  kept: number;
  /** Where their usernames could go: the organization's other domains. */
  others: { value: string; label: string }[];
  remove: RemoveAction;
  size?: "sm" | "md";
};

/** The button that removes a domain, after saying whom it strands and where they go. */
export function RemoveDomain({
  org,
  id,
  name,
  people,
  kept,
  others,
  remove,
  size = "sm",
}: RemoveDomainProps) {
  const [moveTo, setMoveTo] = useState(others[0]?.value ?? "");
  const [tell, setTell] = useState(true);
  const dialogId = `remove-${id}`;
  const isMoving = people + kept > 0;

  async function carryOut() {
    const result = await answered(
      remove(org, { id, moveTo: isMoving ? moveTo : null, expected: people, tell: tell && people > 0 }),
    );
    if (!result.ok) return result.error.message;
    toast({ title: `${name} is removed` });
    return null;
  }

  const target = others.find(({ value }) => value === moveTo)?.label ?? "";
  return (
    <>
      <Button size={size} variant={size === "md" ? "quiet-danger" : undefined} {...opens(dialogId)}>
        Remove<span className="sr-only"> {name}</span>
      </Button>
      <ConfirmDialog
        id={dialogId}
        title={`Remove ${name}?`}
        confirmLabel={people > 0 ? `Rename ${inPeople(people)} and remove` : "Remove domain"}
        action={carryOut}
      >
        <p>
          {people === 0
            ? "Nobody has a username in it."
            : `${inPeople(people)} ${people === 1 ? "has a username" : "have usernames"} in it.`}
          {kept > 0 && ` So had ${inPeople(kept)} who ${kept === 1 ? "was" : "were"} removed.`}
        </p>
        {isMoving && (
          <>
            <Field label="Their usernames move to">
              {(control) => (
                <Select
                  {...control}
                  value={moveTo}
                  onChange={(event) => setMoveTo(event.target.value)}
                  options={others}
                />
              )}
            </Field>
            <p>
              From then on they sign in with the same name at {target}; the one at {name} works no more. Their
              passwords, history and everything else stay.
            </p>
            {people > 0 && (
              <Checkbox
                label="Tell them their new username by e-mail"
                hint="Those who sign in already, or have an invitation. Untick it if you tell them yourself."
                checked={tell}
                onChange={(event) => setTell(event.target.checked)}
              />
            )}
          </>
        )}
        <p>Whoever can prove {name} can add it then, in this organization or in another one.</p>
      </ConfirmDialog>
    </>
  );
}

const inPeople = (count: number) => (count === 1 ? "1 person" : `${formatCount(count)} people`);
