"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { TOAST_EVENT, type ToastMessage } from "@/components/ui/toast";

const ToastStack = lazy(() => import("@/components/ui/toast-stack"));

/** Where toasts appear; once, in the root layout. What draws them is fetched with the first one. */
export function Toaster() {
  const [messages, setMessages] = useState<ToastMessage[]>([]);
  useEffect(() => {
    const add = (event: Event) => {
      const message = (event as CustomEvent<ToastMessage>).detail;
      setMessages((earlier) => [...earlier, message]);
    };
    window.addEventListener(TOAST_EVENT, add);
    return () => window.removeEventListener(TOAST_EVENT, add);
  }, []);
  if (messages.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <ToastStack messages={messages} />
    </Suspense>
  );
}
