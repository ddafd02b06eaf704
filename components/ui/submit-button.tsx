"use client";

import { useFormStatus } from "react-dom";
import { Button, type PressButtonProps } from "@/components/ui/button";

/** The button that submits its form: busy while the action runs, and deaf to a second press. */
export function SubmitButton({ pending, onClick, variant = "primary", ...rest }: PressButtonProps) {
  const status = useFormStatus();
  const busy = pending || status.pending;
  return (
    <Button
      {...rest}
      variant={variant}
      type="submit"
      pending={busy}
      onClick={(event) => {
        if (busy) event.preventDefault();
        onClick?.(event);
      }}
    />
  );
}
