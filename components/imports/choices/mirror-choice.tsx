"use client";

import { useEffect, useRef, useState } from "react";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import type { MirrorCandidate } from "@/lib/imports/mirror";
import { type Grants, grantsInWords } from "@/lib/permissions/grants";
import type { Result } from "@/lib/result";

export type SearchMirror = (given: { search: string }) => Promise<Result<MirrorCandidate[]>>;

type Mirror = Extract<Grants, { by: "mirror" }>;
type Props = { grants: Mirror | null; choose: (grants: Mirror) => void; search: SearchMirror };

const RESTS_MS = 200;

/** Somebody whose role and access profile new people get, shown before they are taken. */
export function MirrorChoice({ grants, choose, search }: Props) {
  const [people, setPeople] = useState<MirrorCandidate[] | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = useRef("");
  useEffect(() => () => clearTimeout(timer.current), []);

  function type(text: string) {
    clearTimeout(timer.current);
    asked.current = text.trim();
    if (asked.current === "") return setPeople(null);
    timer.current = setTimeout(async () => {
      const words = asked.current;
      const found = await search({ search: words }).catch(() => null);
      if (words === asked.current) setPeople(found?.ok ? found.value : []);
    }, RESTS_MS);
  }

  return (
    <div className="grid content-start gap-2">
      <Field
        label="Mirror whom"
        hint={
          grants
            ? `New people get: ${grantsInWords(grants)}. A role in their row comes first.`
            : "Type a name, an e-mail or a username."
        }
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
                disabled={!person.allowed}
                checked={grants?.userId === person.grants.userId}
                onChange={() => choose(person.grants)}
              />
              <span className="min-w-0 wrap-anywhere">
                {person.name}
                <span className="block text-dense text-muted">
                  {person.username}: {grantsInWords(person.grants)}
                  {!person.allowed && ", more than you hold"}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}
