"use client";

import { useEffect, useRef } from "react";

type FilterSyncProps = {
  formId: string;
  /** What the address says, by the names of the fields. */
  values: Record<string, string>;
};

/** Keeps a form as the address has it when that changes by other ways: Back, a link, “Clear”. Typing goes first. */
export function FilterSync({ formId, values }: FilterSyncProps) {
  const isFirst = useRef(true);
  useEffect(() => {
    // At first the form is as the server wrote it, but for what somebody has set meanwhile: `LiveForm` follows that.
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    const form = document.getElementById(formId);
    if (!(form instanceof HTMLFormElement)) return;
    for (const [name, value] of Object.entries(values)) {
      const field = form.elements.namedItem(name);
      const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
      if (isField && field !== document.activeElement) field.value = value;
    }
  });
  return null;
}
