"use client";

import { useState } from "react";
import { FollowChoice } from "@/components/grants/follow-choice";
import { MirrorLines } from "@/components/grants/mirror-lines";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { useSearch } from "@/components/users/use-search";
import type { MirrorCandidate } from "@/lib/grants/mirror";
import { assignmentOf, grantsInWords } from "@/lib/permissions/grants";
import type { Mirror } from "@/lib/permissions/grants-schema";
import type { Result } from "@/lib/result";

export type SearchMirror = (given: { search: string }) => Promise<Result<MirrorCandidate[]>>;

type Props = {
  grants: Mirror | null;
  choose: (grants: Mirror) => void;
  search: SearchMirror;
  ofRows: boolean;
  /** Whether people may follow whom they mirror. */
  mayFollow: boolean;
};

/** Somebody whose role, access profile, groups and single permissions others get, shown line by line before they are taken. */
export function MirrorChoice({ grants, choose, search, ofRows, mayFollow }: Props) {
  const { type, found: people, problem } = useSearch(search);
  const [chosen, setChosen] = useState<MirrorCandidate | null>(null);

  function mirror(person: MirrorCandidate) {
    setChosen(person);
    choose(grants?.follow ? { ...person.grants, follow: true } : person.grants);
  }

  return (
    <div className="grid content-start gap-2">
      <Field
        label="Mirror whom"
        hint={
          grants
            ? `They get: ${grantsInWords(assignmentOf(grants))}.${ofRows ? " A role in their row comes first." : ""}`
            : "Type a name, an e-mail or a username."
        }
        error={problem}
      >
        {(control) => (
          <TextInput
            {...control}
            type="search"
            autoComplete="off"
            onChange={(event) => type(event.target.value)}
          />
        )}
      </Field>
      {people && people.length === 0 && <p className="text-muted">Nobody is found.</p>}
      {people && people.length > 0 && (
        <fieldset className="grid gap-1.5">
          <legend className="sr-only">People found</legend>
          {people.map((person) => (
            <label key={person.grants.userId} className="flex items-start gap-2">
              <input
                type="radio"
                name="mirror"
                className="radio radio-sm mt-px"
                checked={grants?.userId === person.grants.userId}
                onChange={() => mirror(person)}
              />
              <span className="min-w-0 wrap-anywhere">
                {person.name}
                <span className="block text-dense text-muted">
                  {person.username}: {grantsInWords(person.grants)}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {grants && chosen?.grants.userId === grants.userId && (
        <>
          <MirrorLines
            name={chosen.name}
            lines={chosen.lines}
            byRule={chosen.byRule}
            grants={grants}
            choose={choose}
          />
          {mayFollow && <FollowChoice name={chosen.name} grants={grants} choose={choose} />}
        </>
      )}
    </div>
  );
}
