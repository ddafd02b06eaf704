"use client";

import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type AllowLeaversProps = {
  org: string;
  connectionId: string;
  runId: string;
  count: number;
  mayAllow: boolean;
  names: string;
  allow: (
    org: string,
    input: { connectionId: string; runId: string; count: number },
  ) => Promise<Result<unknown>>;
};

/** Says that a run waits because many have left, and lets somebody allow that they are suspended. */
export function AllowLeavers({ org, connectionId, runId, count, mayAllow, names, allow }: AllowLeaversProps) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const people = count === 1 ? "1 person" : `${count.toLocaleString("en")} people`;

  async function carryOut() {
    setPending(true);
    const result = await answered(allow(org, { connectionId, runId, count }));
    setPending(false);
    setProblem(result.ok ? null : result.error.message);
  }

  return (
    <div className="mb-6 max-w-3xl">
      <Alert
        tone="warning"
        title={`${people} would be suspended`}
        actions={
          mayAllow && (
            <Button pending={pending} onClick={() => void carryOut()}>
              Suspend {people}
            </Button>
          )
        }
      >
        <p>
          By the directory they have left: {names}. That is more than a tenth of all, or more than 50, so
          nobody is suspended before somebody allows it. Everything else of this run is done.
        </p>
        {problem && <p role="alert">{problem}</p>}
      </Alert>
    </div>
  );
}
