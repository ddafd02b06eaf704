import { useEffect, useRef, useState } from "react";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

const RESTS_MS = 200;

/**
 * What is found of what somebody types, looked for whenever they rest. `found` is null while nothing is asked for, and
 * where `problem` says why nothing came.
 */
export function useSearch<T>(search: (given: { search: string }) => Promise<Result<T[]>>) {
  const [result, setResult] = useState<Result<T[]> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = useRef("");
  useEffect(() => () => clearTimeout(timer.current), []);

  function type(text: string) {
    clearTimeout(timer.current);
    const words = text.trim();
    asked.current = words;
    if (words === "") return setResult(null);
    timer.current = setTimeout(async () => {
      const found = await answered(search({ search: words }));
      // What was asked for before is no answer to what is typed by now.
      if (words === asked.current) setResult(found);
    }, RESTS_MS);
  }

  return {
    type,
    found: result?.ok ? result.value : null,
    problem: result?.ok === false ? result.error.message : undefined,
  };
}
