"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Progress } from "@/components/ui/progress";

type Standing = { state: string; rowsDone: number; rowCount: number };

type Props = {
  url: string;
  initial: Standing;
  label: string;
};

const POLL_MS = 400;

/** Follows a job by the rows that are really done, and shows the page anew when the import has gone on. */
export function ImportProgress({ url, initial, label }: Props) {
  const router = useRouter();
  const [standing, setStanding] = useState(initial);
  const [lost, setLost] = useState(false);

  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout>;
    async function poll() {
      try {
        const response = await fetch(url, { cache: "no-store" });
        if (stopped) return;
        setLost(!response.ok);
        if (response.ok) {
          const next = (await response.json()) as Standing;
          setStanding(next);
          if (next.state !== initial.state) return router.refresh();
        }
      } catch {
        if (!stopped) setLost(true);
      }
      if (!stopped) timer = setTimeout(poll, POLL_MS);
    }
    timer = setTimeout(poll, POLL_MS);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [url, initial.state, router]);

  return (
    <div className="grid max-w-2xl gap-4">
      <Progress label={label} done={standing.rowsDone} total={standing.rowCount} unit="rows" />
      <p className="text-muted">
        You can close this page: the work goes on, and the history shows where it stands.
      </p>
      {lost && (
        <Alert tone="warning" live>
          The connection is lost. Trying again; the import itself goes on.
        </Alert>
      )}
    </div>
  );
}
