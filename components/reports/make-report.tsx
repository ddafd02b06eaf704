"use client";

import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { NewReport } from "@/lib/reports/input";
import type { ReportKind } from "@/lib/reports/kinds";
import type { Result } from "@/lib/result";

type MakeReportProps = {
  org: string;
  kinds: { value: ReportKind; label: string; description: string }[];
  ask: (org: string, input: NewReport) => Promise<Result<unknown>>;
};

/** What there is to have made, each as either kind of file. */
export function MakeReport({ org, kinds, ask }: MakeReportProps) {
  const [pending, setPending] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function make(given: NewReport, label: string) {
    setPending(`${given.kind} ${given.format}`);
    const result = await answered(ask(org, given));
    setPending(null);
    setProblem(result.ok ? null : result.error.message);
    if (result.ok) toast({ title: `${label}: the report is being made.` });
  }

  return (
    <div className="grid gap-3">
      {problem && (
        <Alert tone="error" live>
          {problem}
        </Alert>
      )}
      <ul className="divide-y divide-line">
        {kinds.map(({ value: kind, label, description }) => (
          <li
            key={kind}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0"
          >
            <div className="min-w-0 flex-1 basis-56">
              <p className="font-medium">{label}</p>
              <p className="text-dense text-muted">{description}</p>
            </div>
            <div className="flex gap-2">
              {(["csv", "xlsx"] as const).map((format) => (
                <Button
                  key={format}
                  size="sm"
                  pending={pending === `${kind} ${format}`}
                  aria-label={`${label} as ${format.toUpperCase()}`}
                  onClick={() => void make({ kind, format }, label)}
                >
                  {format.toUpperCase()}
                </Button>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
