"use client";

import Image from "next/image";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionList } from "@/components/ui/description-list";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { closes } from "@/components/ui/invoker";
import { useModal } from "@/components/ui/use-modal";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type Access = { number: string; realm: string; server: string; secret: string; qr: string };

type SipSecretProps = {
  org: string;
  id: string;
  number: string;
  domain: string;
  server: string;
  hasSecret: boolean;
  /** null for whoever may make none. */
  make: ((org: string, given: { id: string }) => Promise<Result<Access>>) | null;
};

/** How a phone is set up, and a new secret for it. */
export function SipSecret({ org, id, number, domain, server, hasSecret, make }: SipSecretProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [made, setMade] = useState<Access | null>(null);

  async function press() {
    if (busy || !make) return;
    setBusy(true);
    const answer = await answered(make(org, { id }));
    setBusy(false);
    if (!answer.ok) return setProblem(answer.error.message);
    setProblem(undefined);
    setMade(answer.value);
  }

  return (
    <Card
      title="Phone"
      description={
        hasSecret
          ? "A softphone or an IP phone signs in with these and its secret."
          : "Without a secret no phone can sign in yet."
      }
    >
      <div className="grid gap-4">
        <DescriptionList
          items={[
            { term: "Server", detail: server },
            { term: "Domain", detail: domain },
            { term: "User", detail: number },
            { term: "Password", detail: hasSecret ? "Shown once, when it was made" : "None yet" },
          ]}
        />
        {problem && (
          <Alert tone="error" live>
            {problem}
          </Alert>
        )}
        {make && (
          <div>
            <Button onClick={press} pending={busy} aria-haspopup="dialog">
              {hasSecret ? "Make a new secret" : "Make a secret"}
            </Button>
            {hasSecret && (
              <p className="mt-1.5 text-dense text-muted">The one before is worth nothing from then on.</p>
            )}
          </div>
        )}
      </div>
      {made && <SecretDialog made={made} onClose={() => setMade(null)} />}
    </Card>
  );
}

const ID = "sip-secret";

function SecretDialog({ made, onClose }: { made: Access; onClose: () => void }) {
  useModal(ID, onClose);
  return (
    <Dialog id={ID} title={`Phone of extension ${made.number}`} cross={false} lightDismiss={false}>
      <div className="grid gap-4">
        <p className="text-muted">
          Shown only now. Type it into the phone, or have a softphone read the code.
        </p>
        <DescriptionList
          items={[
            { term: "Server", detail: made.server },
            { term: "Domain", detail: made.realm },
            { term: "User", detail: made.number },
            { term: "Password", detail: <code>{made.secret}</code> },
          ]}
        />
        <Image
          src={`data:image/svg+xml,${encodeURIComponent(made.qr)}`}
          alt={`QR code that sets a softphone up as extension ${made.number}`}
          width={224}
          height={224}
          className="mx-auto w-full max-w-56 rounded-box border border-line"
        />
      </div>
      <DialogActions>
        <CopyButton text={made.secret} label="Copy password" size="md" />
        <Button variant="primary" {...closes(ID)}>
          Done
        </Button>
      </DialogActions>
    </Dialog>
  );
}
