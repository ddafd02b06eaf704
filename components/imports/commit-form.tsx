"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import type { Result } from "@/lib/result";

type OnError = "skip" | "refuse";

type Props = {
  organization: string;
  summary: string;
  create: number;
  update: number;
  invalid: number;
  refuseByDefault: boolean;
  org: string;
  importId: string;
  /** The plan that is in sight; another one is not carried out. */
  planVersion: number;
  commit: (
    org: string,
    choice: { importId: string; planVersion: number; onError: OnError },
  ) => Promise<Result<unknown>>;
};

/** The decision: what to do about wrong rows, and the import itself. */
export function CommitForm(props: Props) {
  const { organization, summary, create, update, invalid, refuseByDefault } = props;
  const router = useRouter();
  const [onError, setOnError] = useState<OnError>(refuseByDefault ? "refuse" : "skip");
  const [error, setError] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const blocked = create + update === 0 || (onError === "refuse" && invalid > 0);

  function press() {
    if (pending || blocked) return;
    startTransition(async () => {
      const result = await props.commit(props.org, {
        importId: props.importId,
        planVersion: props.planVersion,
        onError,
      });
      setError(result.ok ? null : result.error.message);
      router.refresh();
    });
  }

  return (
    <section aria-label="Import" className="grid gap-3 rounded-box border border-line bg-base-100 p-4">
      <p className="text-base font-semibold">{summary}</p>
      {invalid > 0 && (
        <fieldset className="grid gap-1.5">
          <legend className="sr-only">Rows with errors</legend>
          <label className="flex items-center gap-2">
            <input
              type="radio"
              name="onError"
              className="radio radio-sm"
              checked={onError === "skip"}
              onChange={() => setOnError("skip")}
            />
            Import the rows that are right, and leave the {formatCount(invalid)} with errors out
          </label>
          <label className="flex items-center gap-2">
            <input
              type="radio"
              name="onError"
              className="radio radio-sm"
              checked={onError === "refuse"}
              onChange={() => setOnError("refuse")}
            />
            Refuse the file as long as a row is wrong
          </label>
        </fieldset>
      )}
      {error && (
        <Alert tone="error" live>
          {error}
        </Alert>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="primary" pending={pending} aria-disabled={blocked} onClick={press}>
          {buttonWords(create, update)}
        </Button>
        <span className="text-muted">
          {onError === "refuse" && invalid > 0
            ? "Mend or unselect the rows with errors first."
            : create > 0
              ? `${update > 0 ? "New people" : "They"} become users of ${organization}, pending until they activate.`
              : "Only what the review shows is changed."}
        </span>
      </div>
    </section>
  );
}

function buttonWords(create: number, update: number): string {
  const users = (count: number) => (count === 1 ? "1 user" : `${formatCount(count)} users`);
  if (update === 0) return `Import ${users(create)}`;
  return create === 0 ? `Update ${users(update)}` : `Import ${users(create)}, update ${formatCount(update)}`;
}
