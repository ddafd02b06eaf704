"use client";

import { type Standing, useStanding } from "@/components/imports/use-standing";
import { Alert } from "@/components/ui/alert";
import { Progress } from "@/components/ui/progress";

type Props = {
  url: string;
  initial: Standing;
  label: string;
};

const POLL_MS = 400;

/** Follows a job by what is really done, rows or passwords, and shows the page anew when the import has gone on. */
export function ImportProgress({ url, initial, label }: Props) {
  const { standing, isLost } = useStanding(url, initial, POLL_MS);
  const { rowsDone, rowCount, passwords } = standing;
  return (
    <div className="grid max-w-2xl gap-4">
      {passwords ? (
        <Progress label={label} done={passwords.ready} total={passwords.wanted} unit="passwords are ready" />
      ) : (
        <Progress label={label} done={rowsDone} total={rowCount} unit="rows" />
      )}
      <p className="text-muted">
        You can close this page: the work goes on, and the history shows where it stands.
      </p>
      {isLost && (
        <Alert tone="warning" live>
          The connection is lost. Trying again; the import itself goes on.
        </Alert>
      )}
    </div>
  );
}
