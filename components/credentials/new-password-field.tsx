"use client";

import { useEffect, useRef, useState } from "react";
import { Field } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";
import type { PasswordAdvice } from "@/lib/credentials/password-strength";

/** Judges what is typed; null while there is no telling. */
export type Advise = (password: string) => Promise<PasswordAdvice | null>;

type Props = {
  label?: string;
  name: string;
  hint: string;
  /** What was wrong with what was sent. */
  error?: string;
  advise: Advise;
  autoFocus?: boolean;
  onType?: (password: string) => void;
};

const RESTS_MS = 400;

/** A new password with a meter that says why it will do or not. Without script the form says so when it is sent. */
export function NewPasswordField({
  label = "New password",
  name,
  hint,
  error,
  advise,
  autoFocus,
  onType,
}: Props) {
  const { advice, type } = useAdvice(advise);
  const field = useRef<HTMLDivElement>(null);
  const start = useRef(type);
  useEffect(() => {
    // What was typed before the page was alive, or kept by the browser.
    const typed = field.current?.querySelector("input")?.value;
    if (typed) start.current(typed);
  }, []);
  return (
    <div ref={field} className="grid gap-2">
      <Field label={label} hint={hint} error={error} required>
        {(control) => (
          <PasswordInput
            {...control}
            name={name}
            autoComplete="new-password"
            autoFocus={autoFocus}
            onChange={(event) => {
              type(event.target.value);
              onType?.(event.target.value);
            }}
          />
        )}
      </Field>
      <Meter advice={advice} saidAlready={error} />
    </div>
  );
}

const WORDS = [
  "Very easy to guess",
  "Easy to guess",
  "Not hard to guess",
  "Hard to guess",
  "Very hard to guess",
];
const TONES = ["bg-error", "bg-error", "bg-warning", "bg-success", "bg-success"];

function Meter({ advice, saidAlready }: { advice: PasswordAdvice | null; saidAlready?: string }) {
  const score = advice?.score ?? 0;
  const words = advice && (advice.issue ?? `${WORDS[score]}: this will do.`);
  return (
    <div className="grid min-h-5 gap-1.5">
      {advice && (
        <div aria-hidden="true" className="grid grid-cols-4 gap-1">
          {[1, 2, 3, 4].map((step) => (
            <span
              key={step}
              className={`h-1 rounded-full ${step <= Math.max(1, score) ? TONES[score] : "bg-base-300"}`}
            />
          ))}
        </div>
      )}
      <p role="status" className="text-dense text-muted">
        {words !== saidAlready && words}
      </p>
    </div>
  );
}

/** What is said of a password, some moments after the typing rests. */
function useAdvice(advise: Advise) {
  const [advice, setAdvice] = useState<PasswordAdvice | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const typed = useRef("");
  useEffect(() => () => clearTimeout(timer.current), []);

  function type(password: string) {
    clearTimeout(timer.current);
    typed.current = password;
    if (password === "") return setAdvice(null);
    timer.current = setTimeout(async () => {
      const found = await advise(password).catch(() => null);
      if (typed.current === password) setAdvice(found);
    }, RESTS_MS);
  }

  return { advice, type };
}
