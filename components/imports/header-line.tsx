"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Result } from "@/lib/result";

type Props = {
  org: string;
  importId: string;
  /** The file's first lines as they are shown. */
  lines: { line: number; words: string }[];
  /** The line that is the header now, 0 for none. */
  current: number;
  takeHeaderLine: (org: string, choice: { importId: string; line: number }) => Promise<Result<unknown>>;
};

/** Another line for the header, where the one that was found is not. */
export function HeaderLine({ org, importId, lines, current, takeHeaderLine }: Props) {
  const router = useRouter();
  const [line, setLine] = useState(current);
  const [error, setError] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  function submit() {
    if (pending || line === current) return;
    startTransition(async () => {
      const result = await takeHeaderLine(org, { importId, line });
      setError(result.ok ? null : result.error.message);
      router.refresh();
    });
  }

  const options = [
    ...lines.map(({ line: value, words }) => ({ value: String(value), label: `Line ${value}: ${words}` })),
    { value: "0", label: "None: every line is a person" },
  ];
  return (
    <details className="max-w-4xl">
      <summary className="w-fit cursor-pointer text-link">Another line is the header</summary>
      <div className="mt-3 grid gap-3">
        <Field label="The header" hint="The lines above it are passed over.">
          {(control) => (
            <div className="flex flex-wrap gap-2">
              <Select
                {...control}
                className="w-full max-w-xl"
                value={String(line)}
                options={options}
                onChange={(event) => setLine(Number(event.target.value))}
              />
              <Button pending={pending} aria-disabled={line === current} onClick={submit}>
                Read again
              </Button>
            </div>
          )}
        </Field>
        {error && (
          <Alert tone="error" live>
            {error}
          </Alert>
        )}
      </div>
    </details>
  );
}
