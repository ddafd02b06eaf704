"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { TYPED_ROWS_MAX } from "@/lib/imports/typed/fields";

const FIRST = 10;

/** How many rows to begin with; more can be added. */
export function StartRows({ start }: { start: (count: number) => void }) {
  const [error, setError] = useState<string>();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const count = Number(new FormData(event.currentTarget).get("count"));
    const isRight = Number.isInteger(count) && count >= 1 && count <= TYPED_ROWS_MAX;
    if (isRight) start(count);
    else setError(`Write a number from 1 to ${TYPED_ROWS_MAX}.`);
  }

  return (
    <div className="max-w-2xl">
      <Card>
        <form noValidate onSubmit={submit} className="grid gap-4">
          <Field
            label="How many people?"
            hint={`Up to ${TYPED_ROWS_MAX}. A block that you paste makes the rows it needs.`}
            error={error}
          >
            {(control) => (
              <TextInput
                {...control}
                name="count"
                type="number"
                inputMode="numeric"
                min={1}
                max={TYPED_ROWS_MAX}
                defaultValue={FIRST}
                className="max-w-32"
                autoFocus
              />
            )}
          </Field>
          <div>
            <Button type="submit" variant="primary">
              Generate rows
            </Button>
          </div>
        </form>
      </Card>
    </div>
  );
}
