"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { QrSheetDialog } from "@/components/users/qr-sheet-dialog";
import { answered } from "@/lib/answered";
import type { Audience } from "@/lib/messages/audience";
import type { Result } from "@/lib/result";

type Props = {
  org: string;
  /** The id of the form whose field `invited` says how many days ago. */
  form: string;
  /** Counts for how many a sheet can be made. */
  count: (org: string, audience: Audience) => Promise<Result<number>>;
};

/** Prints a sheet of codes for those whom the form would chase by a message. */
export function ChaseSheet({ org, form, count }: Props) {
  const [asked, setAsked] = useState<{ selection: Audience; chosen: number } | null>(null);
  const [pending, startTransition] = useTransition();

  function ask(fields: HTMLFormElement | null) {
    if (!fields?.reportValidity()) return;
    const selection = { invitedDaysAgo: Number(new FormData(fields).get("invited")) };
    startTransition(async () => {
      const counted = await answered(count(org, selection));
      if (!counted.ok) return toast({ title: counted.error.message, tone: "error" });
      if (counted.value === 0) return toast({ title: "Nobody who was invited so long ago needs a code" });
      setAsked({ selection, chosen: counted.value });
    });
  }

  const close = () => setAsked(null);
  return (
    <>
      <Button form={form} pending={pending} onClick={(event) => ask(event.currentTarget.form)}>
        Print a sheet
      </Button>
      {asked && <QrSheetDialog org={org} {...asked} onClose={close} onDone={close} />}
    </>
  );
}
