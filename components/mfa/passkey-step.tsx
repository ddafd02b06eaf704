"use client";

import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import { startAuthentication } from "@simplewebauthn/browser";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type PasskeyStepProps = {
  ask: () => Promise<Result<PublicKeyCredentialRequestOptionsJSON>>;
  answer: (answer: AuthenticationResponseJSON, remember: boolean) => Promise<Result<{ target: string }>>;
};

/** A passkey as the second step. It needs script, which the browser asks for the passkey by. */
export function PasskeyStep({ ask, answer }: PasskeyStepProps) {
  const [remember, setRemember] = useState(false);
  const { problem, pending, use } = usePasskey(ask, (signed) => answer(signed, remember));
  return (
    <div className="grid gap-4">
      <noscript>
        <Alert tone="info">A passkey needs script, which this browser does not run. Use another way.</Alert>
      </noscript>
      {problem && (
        <Alert tone="error" live>
          {problem}
        </Alert>
      )}
      <p className="text-muted">
        Your device asks for your fingerprint, your face, its PIN or a security key.
      </p>
      <Checkbox
        checked={remember}
        onChange={(event) => setRemember(event.target.checked)}
        label="Remember this device for 30 days"
        hint="Only where nobody else uses it."
      />
      <Button variant="primary" wide pending={pending} onClick={use}>
        Use your passkey
      </Button>
    </div>
  );
}

const NOT_USED = "No passkey was used. Try again, or choose another way.";

/** Asks for a passkey, hands in what it signed, and goes on where that leads. */
export function usePasskey(
  ask: PasskeyStepProps["ask"],
  answer: (signed: AuthenticationResponseJSON) => Promise<Result<{ target: string }>>,
) {
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  async function use() {
    if (pending) return;
    setPending(true);
    setProblem(await problemOf());
    setPending(false);
  }

  async function problemOf(): Promise<string | null> {
    const asked = await answered(ask());
    if (!asked.ok) return asked.error.message;
    const signed = await startAuthentication({ optionsJSON: asked.value }).catch(() => null);
    if (!signed) return NOT_USED;
    const result = await answered(answer(signed));
    if (!result.ok) return result.error.message;
    window.location.assign(result.value.target);
    return null;
  }

  return { problem, pending, use };
}
