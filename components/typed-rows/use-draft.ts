"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { load, store } from "@/components/ui/storage";
import { newId } from "@/lib/ids";
import type { PropertyNames, RowField } from "@/lib/imports/columns/column-field";
import { type Draft, draftKey, readDraft, writeDraft } from "@/lib/imports/typed/draft";
import { firstColumns } from "@/lib/imports/typed/fields";
import { blankRows } from "@/lib/imports/typed/sheet";

type Options = { userId: string; organizationId: string; mandatory: RowField[]; properties: PropertyNames };

/** How long a change may wait to be written together with the next ones. Leaving the page writes at once. */
const WRITE_WITHIN_MS = 200;

/** The draft that the browser keeps for this person in this organization, so that a reload loses nothing. */
export function useDraft({ userId, organizationId, mandatory, properties }: Options) {
  const key = draftKey(userId, organizationId);
  const [found, setFound] = useState<Draft | null | undefined>(undefined);
  const [isKept, setKept] = useState(false);
  const [isElsewhere, setElsewhere] = useState(false);
  const waiting = useRef<Draft | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const write = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (waiting.current) store("localStorage", key, writeDraft(waiting.current));
    waiting.current = null;
  }, [key]);

  useEffect(() => {
    const draft = readDraft(load("localStorage", key), mandatory, newId, properties);
    setFound(draft);
    setKept(draft !== null);
    const onStorage = (event: StorageEvent) => {
      if (event.key === key && event.newValue !== null) setElsewhere(true);
    };
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener("storage", onStorage, { signal });
    window.addEventListener("pagehide", write, { signal });
    document.addEventListener("visibilitychange", write, { signal });
    return () => {
      write();
      stop.abort();
    };
  }, [key, mandatory, properties, write]);

  const keep = useCallback(
    (draft: Draft) => {
      waiting.current = draft;
      timer.current ??= setTimeout(write, WRITE_WITHIN_MS);
    },
    [write],
  );

  const forget = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    waiting.current = null;
    store("localStorage", key, null);
  }, [key]);

  function start(count: number) {
    const draft = { id: newId(), columns: firstColumns(mandatory), rows: blankRows(count, newId) };
    setKept(false);
    setFound(draft);
    keep(draft);
  }

  function startAnew() {
    forget();
    setFound(null);
  }

  if (found === undefined) return { state: "loading" as const };
  if (found === null) return { state: "none" as const, start };
  return {
    state: "typing" as const,
    draft: found,
    isKept,
    isElsewhere,
    keep,
    forget: { quietly: forget, andStartAnew: startAnew },
  };
}
