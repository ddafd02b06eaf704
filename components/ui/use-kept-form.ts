"use client";

import { useEffect, useState } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";
import { load, store } from "@/components/ui/storage";

/**
 * Keeps what is typed into a form until it is saved, in this tab alone: whoever leaves the page and comes back goes on
 * where they were.
 * @param key names the form, and what it is about
 */
export function useKeptForm<Values extends FieldValues>(key: string, form: UseFormReturn<Values>) {
  const [isKept, setKept] = useState(false);
  const { watch, reset, getValues } = form;

  useEffect(() => {
    const kept = read(key);
    if (kept) {
      reset({ ...getValues(), ...kept } as Values, { keepDefaultValues: true });
      setKept(true);
    }
    const stop = watch((values, { type }) => {
      if (type === "change") store("sessionStorage", key, JSON.stringify(values));
    });
    return () => stop.unsubscribe();
  }, [key, watch, reset, getValues]);

  function forget() {
    store("sessionStorage", key, null);
    setKept(false);
  }

  return { isKept, forget };
}

function read(key: string): object | null {
  try {
    const kept: unknown = JSON.parse(load("sessionStorage", key) ?? "null");
    return typeof kept === "object" ? kept : null;
  } catch {
    return null;
  }
}
