"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type ActButtonProps<Input> = {
  org: string;
  input: Input;
  act: (org: string, input: Input) => Promise<Result<unknown>>;
  /** Said when it is done. */
  done: string;
  label?: string;
  variant?: "primary";
  size?: "sm";
  icon?: ReactNode;
  children: ReactNode;
};

/** A button that does one thing at once, and says what came of it. */
export function ActButton<Input>({ org, input, act, done, label, ...look }: ActButtonProps<Input>) {
  const [pending, setPending] = useState(false);

  async function carryOut() {
    if (pending) return;
    setPending(true);
    const result = await answered(act(org, input));
    setPending(false);
    toast(result.ok ? { title: done } : { title: result.error.message, tone: "error" });
  }

  return <Button {...look} aria-label={label} pending={pending} onClick={() => void carryOut()} />;
}
