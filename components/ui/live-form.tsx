"use client";

import { useRouter } from "next/navigation";
import { type ChangeEvent, type ComponentProps, useCallback, useEffect, useRef, useTransition } from "react";
import { queryOf } from "@/components/ui/query-of";

type LiveFormProps = Omit<ComponentProps<"form">, "action" | "method" | "onChange" | "onSubmit"> & {
  /** The path that the fields become the query of. */
  action: string;
  /** How long typing rests before the page follows. */
  delayMs?: number;
};

/** A search or filter form that the page follows as one types. Without script it is a form that is sent by Enter. */
export function LiveForm({ action, delayMs = 180, children, ...rest }: LiveFormProps) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [pending, startTransition] = useTransition();
  const own = useRef<HTMLFormElement>(null);
  useEffect(() => () => clearTimeout(timer.current), []);

  const follow = useCallback(
    (form: HTMLFormElement, afterMs: number) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        const href = action + queryOf(new FormData(form));
        startTransition(() => router.replace(href, { scroll: false }));
      }, afterMs);
    },
    [action, router],
  );

  // What was typed before the page's script ran has told nobody yet.
  useEffect(() => {
    if (own.current && isTouched(own.current)) follow(own.current, 0);
  }, [follow]);

  function onChange(event: ChangeEvent<HTMLFormElement>) {
    const typed = event.target.matches("[type=search], [type=text]");
    follow(event.currentTarget, typed ? delayMs : 0);
  }

  return (
    <form
      {...rest}
      ref={own}
      action={action}
      method="get"
      aria-busy={pending || undefined}
      onChange={onChange}
      onSubmit={(event) => {
        event.preventDefault();
        follow(event.currentTarget, 0);
      }}
    >
      {children}
    </form>
  );
}

function isTouched(form: HTMLFormElement): boolean {
  return [...form.elements].some((control) => {
    if (control instanceof HTMLSelectElement) {
      const first = [...control.options].findIndex(({ defaultSelected }) => defaultSelected);
      return control.selectedIndex !== Math.max(0, first);
    }
    return control instanceof HTMLInputElement && control.value !== control.defaultValue;
  });
}
