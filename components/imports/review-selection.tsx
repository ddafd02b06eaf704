"use client";

import { useRouter } from "next/navigation";
import { type ChangeEvent, type ReactNode, useRef, useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import type { Result } from "@/lib/result";

type Choice = { importId: string; rows: { lines: number[] }; selected: boolean };

type Props = {
  org: string;
  importId: string;
  /** Keeps on the server which rows are selected. */
  select: (org: string, choice: Choice) => Promise<Result<unknown>>;
  children: ReactNode;
};

/** The boxes of the review: each press is kept at once, so that a reload and another device show the same. */
export function ReviewSelection({ org, importId, select, children }: Props) {
  const router = useRouter();
  const last = useRef<HTMLInputElement>(undefined);
  const shift = useRef(false);
  const [error, setError] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  function onChange(event: ChangeEvent<HTMLElement>) {
    const box = event.target as Element;
    if (!(box instanceof HTMLInputElement) || !box.dataset.line) return;
    const boxes = chosenWith(event.currentTarget, box, shift.current ? last.current : undefined);
    for (const each of boxes) each.checked = box.checked;
    last.current = box;
    startTransition(async () => {
      const result = await select(org, {
        importId,
        rows: { lines: boxes.map(lineOf) },
        selected: box.checked,
      });
      if (!result.ok) {
        for (const each of boxes) each.checked = !box.checked;
        setError(result.error.message);
      } else setError(null);
      router.refresh();
    });
  }

  return (
    <fieldset
      onChange={onChange}
      onClick={(event) => {
        shift.current = event.shiftKey;
      }}
      onKeyDown={(event) => {
        shift.current = event.shiftKey;
      }}
      aria-busy={pending || undefined}
      className="min-w-0"
    >
      <legend className="sr-only">Rows to import</legend>
      {error && (
        <Alert tone="error" live>
          {error}
        </Alert>
      )}
      {children}
    </fieldset>
  );
}

function chosenWith(group: HTMLElement, box: HTMLInputElement, from?: HTMLInputElement): HTMLInputElement[] {
  const boxes = [...group.querySelectorAll<HTMLInputElement>("input[data-line]")];
  const start = from ? boxes.indexOf(from) : -1;
  const end = boxes.indexOf(box);
  return start < 0 ? [box] : boxes.slice(Math.min(start, end), Math.max(start, end) + 1);
}

const lineOf = (box: HTMLInputElement) => Number(box.dataset.line);
