"use client";

import { type ReactNode, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";

type CopyButtonProps = {
  /** What goes to the clipboard. */
  text: string;
  /** Says what is copied, such as "Copy link". */
  label?: string;
  icon?: ReactNode;
  size?: "sm" | "md";
};

/** Copies a text and says so, in words too. */
export function CopyButton({ text, label = "Copy", icon, size = "sm" }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"copied" | "failed">();
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), 2_500);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <Button
      size={size}
      icon={icon}
      onClick={() =>
        navigator.clipboard.writeText(text).then(
          () => setOutcome("copied"),
          () => setOutcome("failed"),
        )
      }
    >
      <span aria-live="polite">{outcome ? said[outcome] : label}</span>
    </Button>
  );
}

const said = { copied: "Copied", failed: "Could not copy" };
