"use client";

import { leftInWords } from "@/components/messages/compose-words";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format";
import { opens } from "@/components/ui/invoker";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import { countPeople } from "@/components/users/bulk-words";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type Props = {
  org: string;
  /** How many people wait with a link that has expired and get a new one. */
  going: number;
  /** How many do not, and why. */
  left: { why: string; count: number }[];
  resend: (org: string, input: Record<string, never>) => Promise<Result<{ queued: number }>>;
};

const DIALOG = "resend-expired";

/** Sends new links to all whose links have expired. */
export function ExpiredLinks({ org, going, left, resend }: Props) {
  const people = countPeople(going);
  const expired = left.reduce((sum, { count }) => sum + count, going);

  async function send() {
    const result = await answered(resend(org, {}));
    if (!result.ok) return result.error.message;
    toast({ title: `New links are on their way to ${formatCount(result.value.queued)}` });
    return null;
  }

  return (
    <Section title="Expired links" description="People who were added and did not activate in time.">
      <p>
        {expired === 0 ? "Nobody’s link has expired." : `The link of ${countPeople(expired)} has expired.`}
      </p>
      {left.map(({ why, count }) => (
        <p key={why} className="text-muted">
          {leftInWords(why, count)}
        </p>
      ))}
      {going > 0 && (
        <div>
          <Button {...opens(DIALOG)}>{`Send ${people} a new link`}</Button>
        </div>
      )}
      <ConfirmDialog
        id={DIALOG}
        title={`Send ${people} a new link?`}
        confirmLabel={`Send to ${people}`}
        destructive={false}
        action={send}
      >
        <p>Each gets an e-mail at their access email. Links from before stop working.</p>
      </ConfirmDialog>
    </Section>
  );
}
