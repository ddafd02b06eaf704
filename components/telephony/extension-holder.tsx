"use client";

import { useState } from "react";
import { PersonField, type SearchPeople } from "@/components/properties/person-field";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type ExtensionHolderProps = {
  org: string;
  id: string;
  number: string;
  user: { id: string; name: string; username: string } | null;
  userHref: string | null;
  formerName: string | null;
  mayChange: boolean;
  assign: (org: string, given: { id: string; userId: string | null }) => Promise<Result<unknown>>;
  search: (org: string, given: { search: string }) => ReturnType<SearchPeople>;
};

/** Who has an extension, and gives it to somebody else. */
export function ExtensionHolder(props: ExtensionHolderProps) {
  const { org, id, number, user, userHref, formerName, mayChange, assign, search } = props;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [round, setRound] = useState(0);

  async function give(userId: string | null) {
    if (busy) return;
    setBusy(true);
    const given = await answered(assign(org, { id, userId }));
    setBusy(false);
    setRound((last) => last + 1);
    if (!given.ok) return setProblem(given.error.message);
    setProblem(undefined);
    toast({ title: userId ? `Extension ${number} is given` : `Extension ${number} is nobody’s` });
  }

  return (
    <Card title="Given to">
      <div className="grid gap-4">
        {user ? (
          <p className="flex flex-wrap items-center gap-3">
            <span>
              {userHref ? <Link href={userHref}>{user.name}</Link> : user.name}
              <span className="block text-dense text-muted">{user.username}</span>
            </span>
            {mayChange && (
              <Button size="sm" onClick={() => give(null)} pending={busy}>
                Take it back
              </Button>
            )}
          </p>
        ) : (
          <p className="text-muted">
            {formerName
              ? `Nobody. ${formerName} had it and was removed; taking that back gives it back unless somebody else has it by then.`
              : "Nobody."}
          </p>
        )}
        {problem && (
          <Alert tone="error" live>
            {problem}
          </Alert>
        )}
        {mayChange && (
          <PersonField
            key={round}
            label={user ? "Give it to somebody else" : "Give it to"}
            hint="Another phone secret is needed then; whoever has one extension has no other."
            chosen={null}
            choose={(userId) => userId && void give(userId)}
            search={(given) => search(org, given)}
          />
        )}
      </div>
    </Card>
  );
}
