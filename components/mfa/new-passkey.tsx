"use client";

import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/browser";
import { startRegistration } from "@simplewebauthn/browser";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type NewPasskeyProps = {
  ask: () => Promise<Result<PublicKeyCredentialCreationOptionsJSON>>;
  keep: (answer: RegistrationResponseJSON, name: string) => Promise<Result<{ target: string }>>;
  /** Where one shows that it is oneself, and what is said where that has to be done first. */
  confirmHref: string;
  stale: string;
};

/** Makes a passkey on this device, or on a phone or security key. */
export function NewPasskey({ ask, keep, confirmHref, stale }: NewPasskeyProps) {
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  async function make() {
    if (pending) return;
    setPending(true);
    setProblem(await problemOf());
    setPending(false);
  }

  async function problemOf(): Promise<string | null> {
    const asked = await answered(ask());
    if (!asked.ok) return wordsOf(asked.error.message);
    const made = await startRegistration({ optionsJSON: asked.value }).catch((error: unknown) =>
      error instanceof Error && error.name === "InvalidStateError" ? "there" : null,
    );
    if (made === "there") return "This device has a passkey for you already.";
    if (!made) return "No passkey was made. Try again, or choose another way.";
    const kept = await answered(keep(made, name));
    if (!kept.ok) return wordsOf(kept.error.message);
    window.location.assign(kept.value.target);
    return null;
  }

  function wordsOf(message: string): string | null {
    if (message !== stale) return message;
    window.location.assign(confirmHref);
    return null;
  }

  return (
    <form
      className="grid gap-3 noscript:hidden"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Field label="Name of the passkey" hint="So that you know it from others: this laptop, my phone.">
        {(control) => (
          <TextInput
            {...control}
            value={name}
            maxLength={60}
            required
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      {problem && (
        <Alert tone="error" live>
          {problem}
        </Alert>
      )}
      <div>
        <Button type="submit" pending={pending}>
          Add a passkey
        </Button>
      </div>
    </form>
  );
}
