"use client";

import { WaysList } from "@/components/mfa/ways-list";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { opens } from "@/components/ui/invoker";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { SecondStep } from "@/lib/mfa/queries";
import type { Result } from "@/lib/result";

type UserSecondStepProps = {
  org: string;
  userId: string;
  name: string;
  secondStep: SecondStep;
  mayReset: boolean;
  reset: (org: string, input: { userId: string }) => Promise<Result<unknown>>;
};

const DIALOG = "reset-second-step";

/** What a person has set up beside the password, and the way back for one who has lost it. */
export function UserSecondStep({ org, userId, name, secondStep, mayReset, reset }: UserSecondStepProps) {
  const { ways, codesLeft, codesMade, devices } = secondStep;

  async function carryOut() {
    const result = await answered(reset(org, { userId }));
    if (!result.ok) return result.error.message;
    toast({ title: `The second step of ${name} is reset` });
    return null;
  }

  return (
    <Card
      title="Second step"
      description={`${codesMade === 0 ? "No recovery codes" : `${codesLeft} of ${codesMade} recovery codes left`}, ${devices.length === 1 ? "1 remembered device" : `${devices.length} remembered devices`}.`}
      actions={
        mayReset && (
          <Button size="sm" {...opens(DIALOG)}>
            Reset
          </Button>
        )
      }
    >
      <WaysList ways={ways} />
      {mayReset && (
        <ConfirmDialog
          id={DIALOG}
          title={`Reset the second step of ${name}?`}
          confirmLabel="Reset the second step"
          action={carryOut}
        >
          <p>
            For somebody who has lost their device. Make sure that it is really them who asks: afterwards the
            password alone lets them in.
          </p>
          <p>
            {ways.length === 1 ? "Their way" : `All ${ways.length} ways`}, the recovery codes and the
            remembered devices are taken away. They are signed out everywhere and told by e-mail. This cannot
            be taken back.
          </p>
        </ConfirmDialog>
      )}
    </Card>
  );
}
