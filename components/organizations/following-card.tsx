"use client";

import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format";
import { opens } from "@/components/ui/invoker";
import { Link } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import { closeDialog } from "@/components/ui/use-modal";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import { routes } from "@/lib/routes";

type Props = {
  org: string;
  isAllowed: boolean;
  /** How many people follow somebody now. */
  followers: number;
  /** Those to whom nothing more comes by it: how many, and some of them with who set it up. */
  standingStill: { count: number; people: { id: string; name: string; by: string | null }[] };
  readOnly: boolean;
  save: (org: string, given: { isAllowed: boolean }) => Promise<Result<{ ended: number }>>;
};

const STOP_ID = "stop-following";

/** Whether people of this organization may follow others; without it a mirror copies once. */
export function FollowingCard({ org, isAllowed, followers, standingStill, readOnly, save }: Props) {
  const [problem, setProblem] = useState<string | null>(null);

  async function set(next: boolean) {
    const result = await answered(save(org, { isAllowed: next }));
    closeDialog(STOP_ID);
    setProblem(result.ok ? null : result.error.message);
    if (!result.ok) return;
    const { ended } = result.value;
    toast({
      title: next ? "People may follow others" : "Nobody follows anybody any more",
      ...(ended > 0 ? { description: `${keepIt(ended)}.` } : {}),
    });
  }

  return (
    <Section
      title="Following"
      description="Whoever mirrors somebody has what they have at that moment. With following, what that person gets or loses later comes and goes, too."
    >
      <p>
        {isAllowed ? "People may follow others." : "People may not follow others."}{" "}
        {followers > 0 && `${formatCount(followers)} ${followers === 1 ? "does" : "do"} now.`}
      </p>
      {standingStill.count > 0 && <StandingStill org={org} {...standingStill} />}
      {problem && (
        <Alert tone="error" live>
          {problem}
        </Alert>
      )}
      {!readOnly && (
        <div>
          {isAllowed ? (
            <Button {...opens(STOP_ID)}>Stop following</Button>
          ) : (
            <Button onClick={() => void set(true)}>Allow following</Button>
          )}
        </div>
      )}
      <ConfirmDialog
        id={STOP_ID}
        title="Stop following?"
        confirmLabel="Stop following"
        action={() => set(false)}
      >
        <p>
          {followers === 0
            ? "Nobody follows anybody now."
            : `${keepIt(followers)}, and nothing more comes or goes.`}
        </p>
      </ConfirmDialog>
    </Section>
  );
}

/** For whom it has stopped by itself, and what to do. */
function StandingStill({ org, count, people }: { org: string } & Props["standingStill"]) {
  const more = count - people.length;
  return (
    <Alert
      tone="warning"
      title={`Nothing more comes to ${count === 1 ? "1 person" : `${formatCount(count)} people`} by following`}
    >
      <p>
        Whoever set it up may not give these rights any more. What the people they follow lose goes all the
        same. To have it go on, mirror the same person again; or stop it on their page.
      </p>
      {people.length > 0 && (
        <ul className="mt-2 list-disc pl-5">
          {people.map(({ id, name, by }) => (
            <li key={id}>
              <Link href={routes.user(org, id)}>{name}</Link>
              {by && <span className="text-muted">, set up by {by}</span>}
            </li>
          ))}
          {more > 0 && <li className="text-muted">and {formatCount(more)} more</li>}
        </ul>
      )}
    </Alert>
  );
}

const keepIt = (count: number) =>
  count === 1
    ? "1 person keeps what they have by following"
    : `${formatCount(count)} people keep what they have by following`;
