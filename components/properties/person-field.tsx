"use client";

import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { useSearch } from "@/components/users/use-search";
import type { Result } from "@/lib/result";
import type { PersonFound } from "@/lib/users/people-queries";

export type SearchPeople = (given: { search: string }) => Promise<Result<PersonFound[]>>;

type PersonFieldProps = {
  label: string;
  hint?: string;
  required?: boolean;
  error?: string;
  /** Who is chosen; `name` is null where nobody knows it. */
  chosen: { id: string; name: string | null } | null;
  choose: (id: string) => void;
  search: SearchPeople;
};

/** Somebody of the organization, found by what is typed of them. */
export function PersonField({ label, hint, required, error, chosen, choose, search }: PersonFieldProps) {
  const { type, found: people, problem } = useSearch(search);
  const [name, setName] = useState(chosen?.name ?? null);
  const input = useRef<HTMLInputElement>(null);

  function take(person: PersonFound | null) {
    type("");
    setName(person?.name ?? null);
    if (input.current) input.current.value = "";
    choose(person?.id ?? "");
  }

  return (
    <Field label={label} hint={hint} required={required} optional={!required} error={problem ?? error}>
      {(control) => (
        <>
          {chosen && (
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{name ?? "Somebody who is gone"}</span>
              <Button
                size="sm"
                variant="ghost"
                onClick={() => {
                  take(null);
                  input.current?.focus();
                }}
              >
                Take out<span className="sr-only"> {name}</span>
              </Button>
            </p>
          )}
          <TextInput
            {...control}
            required={control.required && !chosen}
            ref={input}
            type="search"
            autoComplete="off"
            placeholder={chosen ? "Somebody else" : "A name, e-mail or username"}
            onChange={(event) => type(event.target.value)}
          />
          <div aria-live="polite">
            {people?.length === 0 && <p className="text-muted">Nobody is found.</p>}
            {people && people.length > 0 && (
              <ul className="grid">
                {people.map((person) => (
                  <li key={person.id}>
                    <button
                      type="button"
                      className="menu-item w-full text-start"
                      onClick={() => take(person)}
                    >
                      <span className="min-w-0 wrap-anywhere">
                        {person.name}
                        <span className="block text-dense text-muted">{person.username}</span>
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </div>
        </>
      )}
    </Field>
  );
}
