"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

/** How far an import's work has come, as the progress route says it. */
export type Standing = {
  state: string;
  rowsDone: number;
  rowCount: number;
  passwords: { ready: number; wanted: number } | null;
};

/**
 * Asks again and again how far an import is, and shows the page anew when it has gone on.
 * @param isOver whether there is nothing to wait for any more, though the import stays where it is
 */
export function useStanding(
  url: string,
  initial: Standing,
  pollMs: number,
  isOver?: (standing: Standing) => boolean,
): { standing: Standing; isLost: boolean } {
  const router = useRouter();
  const [standing, setStanding] = useState(initial);
  const [isLost, setLost] = useState(false);
  const over = isOver?.(standing) ?? false;

  useEffect(() => {
    if (over) return;
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
      if (!stopped) timer = setTimeout(poll, pollMs);
    }
    timer = setTimeout(poll, pollMs);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [url, initial.state, router, pollMs, over]);

  return { standing, isLost };
}
