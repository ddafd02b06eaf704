"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { Result } from "@/lib/result";

type Props = {
  org: string;
  importId: string;
  sheets: string[];
  /** The sheet that is read now, or null when none has been chosen. */
  current: string | null;
  takeSheet: (org: string, choice: { importId: string; sheet: string }) => Promise<Result<unknown>>;
};

/** Which of a workbook's sheets has the people. */
export function SheetChoice({ org, importId, sheets, current, takeSheet }: Props) {
  const router = useRouter();
  const [sheet, setSheet] = useState(current);
  const [error, setError] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  function submit() {
    if (pending || sheet === null || sheet === current) return;
    startTransition(async () => {
      const result = await takeSheet(org, { importId, sheet });
      setError(result.ok ? null : result.error.message);
      router.refresh();
    });
  }

  return (
    <div className="grid max-w-4xl gap-3">
      <fieldset className="flex flex-wrap gap-x-5 gap-y-2">
        <legend className="mb-2 font-semibold">Which sheet has the people?</legend>
        {sheets.map((name) => (
          <label key={name} className="flex items-center gap-2 wrap-anywhere">
            <input
              type="radio"
              name="sheet"
              className="radio radio-sm"
              checked={sheet === name}
              onChange={() => setSheet(name)}
            />
            {name}
          </label>
        ))}
      </fieldset>
      {error && (
        <Alert tone="error" live>
          {error}
        </Alert>
      )}
      <div>
        <Button
          variant={current === null ? "primary" : undefined}
          pending={pending}
          aria-disabled={sheet === null || sheet === current}
          onClick={submit}
        >
          {current === null ? "Read this sheet" : "Read this sheet instead"}
        </Button>
      </div>
    </div>
  );
}
