"use client";

import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { timeInWords } from "@/components/ui/dates";
import { DescriptionList } from "@/components/ui/description-list";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import type { Trial } from "@/lib/sso/provider";

type TrialCardProps = {
  org: string;
  id: string;
  trial: Trial | null;
  /** Whether the provider is as it was when it was tried. */
  isOfNow: boolean;
  begin: ((org: string, given: { id: string }) => Promise<Result<{ url: string }>>) | null;
};

/** A trial sign-in, and what came of the last one. */
export function TrialCard({ org, id, trial, isOfNow, begin }: TrialCardProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function go() {
    if (!begin || isBusy) return;
    setBusy(true);
    const result = await answered(begin(org, { id }));
    if (result.ok) return window.location.assign(result.value.url);
    setBusy(false);
    setProblem(result.error.message);
  }

  return (
    <Card
      title="Try it"
      description="Sign in at the provider as yourself. You see what it says of you and whom it means here; nobody is signed in, linked or added."
      footer={
        begin && (
          <Button onClick={go} pending={isBusy}>
            Try a sign-in
          </Button>
        )
      }
    >
      <div className="grid gap-4">
        {problem && (
          <Alert tone="error" live>
            {problem}
          </Alert>
        )}
        {!trial && <p className="text-muted">It has not been tried as it is now.</p>}
        {trial && (
          <>
            <Alert
              tone={trial.isOk ? "success" : "error"}
              title={trial.isOk ? "It works" : "It did not work"}
            >
              {trial.words}{" "}
              <span className="text-muted">
                Tried by {trial.by}, {timeInWords(trial.at)}.
              </span>
            </Alert>
            {!isOfNow && <p className="text-muted">The provider’s settings have been changed since then.</p>}
            {trial.said.length > 0 && (
              <DescriptionList
                items={trial.said.map(({ label, value }) => ({ term: label, detail: value }))}
              />
            )}
          </>
        )}
      </div>
    </Card>
  );
}
