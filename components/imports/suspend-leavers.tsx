"use client";

import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { formatCount, wholePercent } from "@/components/ui/format";
import { opens } from "@/components/ui/invoker";
import { TextInput } from "@/components/ui/text-input";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type SuspendLeaversProps = {
  org: string;
  importId: string;
  count: number;
  active: number;
  /** Whether it takes the number in words, because they are so many. */
  needsWords: boolean;
  suspend: (
    org: string,
    given: { importId: string; expected: number; words: string },
  ) => Promise<Result<unknown>>;
};

/** Suspends everybody who is not in the file, after saying what that comes to. */
export function SuspendLeavers({ org, importId, count, active, needsWords, suspend }: SuspendLeaversProps) {
  const id = useId();
  const router = useRouter();
  const [error, setError] = useState<string>();
  // Kept here: the form is cleared once the page has come anew, and somebody may have typed again by then.
  const [words, setWords] = useState("");
  const people = count === 1 ? "1 person" : `${formatCount(count)} people`;

  async function carryOut() {
    const result = await answered(suspend(org, { importId, expected: count, words }));
    setError(result.ok ? undefined : result.error.message);
    router.refresh();
  }

  return (
    <>
      <Button variant="quiet-danger" size="sm" {...opens(id)}>
        Suspend {people}
      </Button>
      <ConfirmDialog
        id={id}
        title={`Suspend ${people}?`}
        confirmLabel={`Suspend ${people}`}
        action={carryOut}
      >
        <p>
          They are signed out and cannot sign in any more. That is {wholePercent(count, active)} % of
          everybody who can. Taking the import back reactivates them.
        </p>
        {needsWords ? (
          <Field
            label={`Write ${formatCount(count)} in words to go on`}
            hint="Such as “twenty-one”. It is asked because they are more than a tenth of the people."
            error={error}
            required
          >
            {(control) => (
              <TextInput
                {...control}
                autoComplete="off"
                value={words}
                onChange={(event) => setWords(event.target.value)}
              />
            )}
          </Field>
        ) : (
          error && <p className="text-error">{error}</p>
        )}
      </ConfirmDialog>
    </>
  );
}
