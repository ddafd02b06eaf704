"use client";

import { type Standing, useStanding } from "@/components/imports/use-standing";
import { Progress } from "@/components/ui/progress";

const POLL_MS = 1000;

const isReady = ({ passwords }: Standing) => !passwords || passwords.ready === passwords.wanted;

/** How many passwords of a file are ready by now, beside whatever else is done with the import meanwhile. */
export function PasswordsReady({ url, initial }: { url: string; initial: Standing }) {
  const { standing } = useStanding(url, initial, POLL_MS, isReady);
  const { passwords } = standing;
  if (!passwords) return null;
  return (
    <div className="max-w-2xl">
      <Progress
        label={isReady(standing) ? "The passwords can be used" : "Making the passwords ready"}
        done={passwords.ready}
        total={passwords.wanted}
        unit="passwords are ready"
      />
    </div>
  );
}
