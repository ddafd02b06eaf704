"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { Alert } from "@/components/ui/alert";
import { useHydrated } from "@/components/ui/use-hydrated";

/**
 * All that is in a form which only script can send. Until script runs, nothing can be typed that it would overwrite, and
 * Enter does not send what was typed in the address.
 */
export function FormBody({ children }: { children: ReactNode }) {
  const isLive = useHydrated();
  const own = useRef<HTMLFieldSetElement>(null);

  // The browser focuses nothing that is disabled.
  useEffect(() => {
    if (!isLive || document.activeElement !== document.body) return;
    own.current?.querySelector<HTMLElement>("[autofocus]")?.focus();
  }, [isLive]);

  return (
    <>
      <div className="mb-4 hidden noscript:block">
        <Alert tone="info">This form needs script, which this browser does not run.</Alert>
      </div>
      <fieldset ref={own} disabled={!isLive} data-loading={isLive ? undefined : ""} className="contents">
        {children}
      </fieldset>
    </>
  );
}
