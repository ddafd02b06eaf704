"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { load, store } from "@/components/ui/storage";

const KEY = "rollcall:username";

/** Keeps the username that was typed when the password beside it was wrong and the page comes again. */
export function RememberedUsername({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const input = box.current?.querySelector("input");
    const form = input?.form;
    if (!input || !form) return;
    const earlier = load("sessionStorage", KEY);
    if (earlier && !input.value) {
      input.value = earlier;
      form.querySelector<HTMLInputElement>("input[name=password]")?.focus();
    }
    const remember = () => store("sessionStorage", KEY, input.value);
    form.addEventListener("submit", remember);
    return () => form.removeEventListener("submit", remember);
  }, []);
  return <div ref={box}>{children}</div>;
}
