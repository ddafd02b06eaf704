import { useEffect, useRef, useState } from "react";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

/** What is asked of the server once, when a component is there and it is wanted; null until it has come. */
export function useAsked<T>(
  read: () => Promise<Result<T>>,
  isWanted = true,
): { value: T | null; problem: string | null } {
  const [value, setValue] = useState<T | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const first = useRef(read);
  useEffect(() => {
    if (!isWanted) return;
    let current = true;
    void answered(first.current()).then((result) => {
      if (!current) return;
      if (result.ok) setValue(result.value);
      setProblem(result.ok ? null : result.error.message);
    });
    return () => {
      current = false;
    };
  }, [isWanted]);
  return { value, problem };
}
