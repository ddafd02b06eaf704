"use client";

import { useId } from "react";
import { Alert } from "@/components/ui/alert";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { Select } from "@/components/ui/select";
import { shareSeats, WHEN_SHORT, type WhenShort } from "@/lib/services/assigning";
import type { GivenSeats } from "@/lib/services/given";
import type { ServiceOffered } from "@/lib/services/queries";

type SeatsChoiceProps = {
  services: ServiceOffered[];
  given: GivenSeats;
  choose: (given: GivenSeats) => void;
  /** How many new people there are, as far as that is known. */
  people: number | null;
};

/** The services that new people get a seat of, with what they come to, and what becomes of those for whom there is none. */
export function SeatsChoice({ services, given, choose, people }: SeatsChoiceProps) {
  const labelId = useId();
  const chosen = services.filter(({ id }) => given.services.includes(id));
  const isShort = chosen.some(({ free }) => people !== null && free !== null && free < people);

  const toggle = (id: string, isOn: boolean) =>
    choose({ ...given, services: [...given.services.filter((each) => each !== id), ...(isOn ? [id] : [])] });

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in a grid beside others.
    <div role="group" aria-labelledby={labelId} className="grid content-start gap-3">
      <span id={labelId} className="font-medium">
        Services
      </span>
      {services.map(({ id, name, free }) => (
        <Checkbox
          key={id}
          label={name}
          hint={hintOf(free, given.services.includes(id) ? people : null, given.whenShort)}
          checked={given.services.includes(id)}
          onChange={(event) => toggle(id, event.target.checked)}
        />
      ))}
      {chosen.length > 0 && (
        <Field label="When there are not enough seats">
          {(control) => (
            <Select
              {...control}
              value={given.whenShort}
              options={WHEN_SHORT.map((value) => ({ value, label: SHORT_WORDS[value] }))}
              onChange={(event) =>
                choose({
                  ...given,
                  whenShort: WHEN_SHORT.find((each) => each === event.target.value) ?? "refuse",
                })
              }
            />
          )}
        </Field>
      )}
      {isShort && given.whenShort === "refuse" && (
        <Alert tone="warning">
          Seats are missing, so nobody would be added. Buy some, or choose otherwise.
        </Alert>
      )}
    </div>
  );
}

const SHORT_WORDS: Record<WhenShort, string> = {
  refuse: "Add nobody",
  some: "Give those that there are",
  wait: "Put the rest on the waiting list",
};

function hintOf(free: number | null, people: number | null, whenShort: WhenShort): string {
  if (free === null) return "Seats without end";
  const there = `${formatCount(free)} free`;
  if (people === null) return there;
  const { seated, waiting, short } = shareSeats(people, 0, free, whenShort);
  if (waiting > 0) return `${there}: ${formatCount(seated)} get one, ${formatCount(waiting)} wait`;
  return short > 0
    ? `${there}, ${formatCount(people)} needed: ${formatCount(short)} missing`
    : `${there}, ${formatCount(seated)} used`;
}
