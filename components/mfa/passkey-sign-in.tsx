"use client";

import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import { usePasskey } from "@/components/mfa/passkey-step";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import type { Result } from "@/lib/result";

type PasskeySignInProps = {
  target: string;
  ask: () => Promise<Result<PublicKeyCredentialRequestOptionsJSON>>;
  answer: (answer: AuthenticationResponseJSON, target: string) => Promise<Result<{ target: string }>>;
};

/** The way in by a passkey alone; it is not there where there is no script. */
export function PasskeySignIn({ target, ask, answer }: PasskeySignInProps) {
  const { problem, pending, use } = usePasskey(ask, (signed) => answer(signed, target));
  return (
    <div className="mt-4 grid gap-3 border-t border-line pt-4 noscript:hidden">
      {problem && (
        <Alert tone="error" live>
          {problem}
        </Alert>
      )}
      <Button wide pending={pending} onClick={use} icon={<Icon name="key-round" />}>
        Use a passkey instead
      </Button>
    </div>
  );
}
