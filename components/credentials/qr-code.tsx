"use client";

import Image from "next/image";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { closes } from "@/components/ui/invoker";
import { useModal } from "@/components/ui/use-modal";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

/** A code to show: its picture as SVG, the link that it holds, and until when that is good, in words. */
export type ShownQr = { svg: string; link: string; until: string };

type QrCodeProps = {
  org: string;
  userId: string;
  name: string;
  issue: (org: string, input: { userId: string }) => Promise<Result<ShownQr>>;
};

/** The icon that shows a person's QR code at once: it is made at the press. */
export function QrCode({ org, userId, name, issue }: QrCodeProps) {
  const [asked, setAsked] = useState<Promise<Result<ShownQr>> | null>(null);
  const [shown, setShown] = useState<Result<ShownQr> | null>(null);

  async function show() {
    if (asked) return;
    const answer = answered(issue(org, { userId }));
    setAsked(answer);
    setShown(await answer);
  }

  function forget() {
    setAsked(null);
    setShown(null);
  }

  return (
    <>
      <IconButton
        icon={<Icon name="qr-code" />}
        label="QR code"
        variant="secondary"
        onClick={show}
        aria-haspopup="dialog"
      />
      {asked && <QrDialog name={name} shown={shown} onClose={forget} />}
    </>
  );
}

const ID = "qr-code";

type QrDialogProps = { name: string; shown: Result<ShownQr> | null; onClose: () => void };

function QrDialog({ name, shown, onClose }: QrDialogProps) {
  useModal(ID, onClose);
  return (
    <Dialog id={ID} title={`QR code for ${name}`} cross={false} lightDismiss={false}>
      <div aria-live="polite" className="grid gap-3 text-muted">
        {shown === null && <p>Making the code …</p>}
        {shown?.ok === false && <Alert tone="error">{shown.error.message}</Alert>}
        {shown?.ok && (
          <>
            <Image
              src={`data:image/svg+xml,${encodeURIComponent(shown.value.svg)}`}
              alt={`QR code with which ${name} activates the account`}
              width={288}
              height={288}
              className="mx-auto w-full max-w-72 rounded-box border border-line"
            />
            <p>
              {name} points a phone’s camera at it and chooses a password. It works once, until{" "}
              {shown.value.until}. A code from before, on a printed sheet too, has stopped working.
            </p>
          </>
        )}
      </div>
      <DialogActions>
        {shown?.ok && <CopyButton text={shown.value.link} label="Copy link" size="md" />}
        <Button variant="primary" {...closes(ID)}>
          Done
        </Button>
      </DialogActions>
    </Dialog>
  );
}
