"use client";

import { useState } from "react";
import { MailView, SmsView } from "@/components/messages/message-view";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { answered } from "@/lib/answered";
import type { Method } from "@/lib/messages/kinds";
import type { Shown } from "@/lib/messages/preview-queries";
import type { Result } from "@/lib/result";

type RevealLinkProps = {
  org: string;
  messageId: string;
  method: Method;
  /** The message without its secrets. */
  hidden: Shown;
  /** Set where its link may be shown. */
  reveal: ((org: string, input: { messageId: string }) => Promise<Result<Shown>>) | null;
};

/** A message as it looks, its link hidden until somebody who may see it asks for it. */
export function RevealLink({ org, messageId, method, hidden, reveal }: RevealLinkProps) {
  const [shown, setShown] = useState<Shown | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  async function show() {
    if (!reveal) return;
    setPending(true);
    const result = await answered(reveal(org, { messageId }));
    setPending(false);
    if (result.ok) setShown(result.value);
    setProblem(result.ok ? null : result.error.message);
  }

  const content = shown ?? hidden;
  return (
    <div className="grid gap-4">
      {problem && (
        <Alert tone="error" live>
          {problem}
        </Alert>
      )}
      {reveal && !shown && (
        <Alert
          title="The link is hidden"
          actions={
            <Button size="sm" icon={<Icon name="eye" />} pending={pending} onClick={show}>
              Show it with its link
            </Button>
          }
        >
          No mail or SMS service is set up, so the message has reached nobody. Whoever has the link can open
          the account; that you look at it is noted in the audit log.
        </Alert>
      )}
      {shown && <RevealedLink text={method === "sms" ? shown.sms : shown.text} />}
      {method === "sms" ? (
        <SmsView text={content.sms} length={content.smsLength} />
      ) : (
        <MailView {...content} />
      )}
    </div>
  );
}

/** The frame around the message opens nothing, so the link stands here too. */
function RevealedLink({ text }: { text: string }) {
  const link = /https?:\/\/\S+\/activate\/[\w-]+/.exec(text)?.[0];
  if (!link) return null;
  return (
    <p>
      The link: <code className="wrap-anywhere">{link}</code>
    </p>
  );
}
