"use client";

import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

export type StopAction = (org: string, input: { changeId: string }) => Promise<Result<null>>;

/** Ends what the worker does with a change of many; what it did stands in the list then, and can be taken back. */
export function StopChange({
  org,
  changeId,
  what,
  stop,
}: {
  org: string;
  changeId: string;
  what: string;
  stop: StopAction;
}) {
  const [isStopping, begin] = useTransition();

  const ask = () =>
    begin(async () => {
      const result = await answered(stop(org, { changeId }));
      if (!result.ok) toast({ title: result.error.message, tone: "error" });
    });

  return (
    <Button
      size="sm"
      className="justify-self-start"
      onClick={ask}
      pending={isStopping}
      aria-label={`Stop: ${what}`}
    >
      Stop
    </Button>
  );
}
