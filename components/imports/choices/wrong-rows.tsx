"use client";

import { formatCount } from "@/components/ui/format";
import type { OnError } from "@/lib/imports/state";

type Props = { invalid: number; onError: OnError; choose: (onError: OnError) => void };

/** What is done about rows that are wrong. */
export function WrongRows({ invalid, onError, choose }: Props) {
  const words: Record<OnError, string> = {
    skip: `Import the rows that are right, and leave the ${formatCount(invalid)} with errors out`,
    refuse: "Refuse the file as long as a row is wrong",
  };
  return (
    <fieldset className="grid gap-1.5">
      <legend className="sr-only">Rows with errors</legend>
      {(["skip", "refuse"] as const).map((each) => (
        <label key={each} className="flex items-center gap-2">
          <input
            type="radio"
            name="onError"
            className="radio radio-sm"
            checked={onError === each}
            onChange={() => choose(each)}
          />
          {words[each]}
        </label>
      ))}
    </fieldset>
  );
}
