"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button, type PressButtonProps } from "@/components/ui/button";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type Props = Pick<PressButtonProps, "variant" | "size" | "icon"> & {
  act: () => Promise<Result<unknown>>;
  children: ReactNode;
};

/** A button that does one thing on the server, shows the page anew, and says why when it could not. */
export function ActButton({ act, children, ...look }: Props) {
  const router = useRouter();
  const [error, setError] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const press = () => {
    if (pending) return;
    startTransition(async () => {
      const result = await answered(act());
      setError(result.ok ? null : result.error.message);
      router.refresh();
    });
  };
  return (
    <>
      <Button {...look} pending={pending} onClick={press}>
        {children}
      </Button>
      {error && (
        <Alert tone="error" live>
          {error}
        </Alert>
      )}
    </>
  );
}
