"use client";

import { type ReactNode, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { opens } from "@/components/ui/invoker";
import { toast } from "@/components/ui/toast";
import { closeDialog } from "@/components/ui/use-modal";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type ConfirmButtonProps = {
  id: string;
  button: ReactNode;
  title: string;
  confirmLabel: string;
  destructive?: boolean;
  done: string;
  action: () => Promise<Result<unknown>>;
  children: ReactNode;
};

/** A button that asks before something is done, and says what came of it. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { id, button, title, confirmLabel, destructive = false, done, action, children } = props;
  const [problem, setProblem] = useState<string | null>(null);

  async function carryOut() {
    const result = await answered(action());
    if (!result.ok) return setProblem(result.error.message);
    setProblem(null);
    toast({ title: done });
    closeDialog(id);
  }

  return (
    <>
      <Button size="sm" variant={destructive ? "quiet-danger" : "secondary"} {...opens(id)}>
        {button}
      </Button>
      <ConfirmDialog
        id={id}
        action={carryOut}
        title={title}
        confirmLabel={confirmLabel}
        destructive={destructive}
      >
        {problem && (
          <Alert tone="error" live>
            {problem}
          </Alert>
        )}
        {children}
      </ConfirmDialog>
    </>
  );
}
