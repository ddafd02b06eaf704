"use client";

import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { StatusMark } from "@/components/ui/status-mark";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

export type ScheduleItem = {
  id: string;
  what: string;
  when: string;
  madeBy: string;
  /** When it comes next, in words. */
  next: string;
  pausedBecause: string | null;
};

type Act = (org: string, input: { scheduleId: string }) => Promise<Result<unknown>>;

type SchedulesTableProps = {
  org: string;
  schedules: ScheduleItem[];
  mayChange: boolean;
  resume: Act;
  remove: Act;
};

/** What is made again and again, and when it comes next. */
export function SchedulesTable({ org, schedules, mayChange, resume, remove }: SchedulesTableProps) {
  const [problem, setProblem] = useState<string | null>(null);
  if (schedules.length === 0) return null;

  async function carryOut(act: Act, scheduleId: string, words: string) {
    const result = await answered(act(org, { scheduleId }));
    setProblem(result.ok ? null : result.error.message);
    if (result.ok) toast({ title: words });
  }

  return (
    <section aria-labelledby="schedules-title" className="mb-8">
      <h2 id="schedules-title" className="mb-3 text-[0.9375rem] font-semibold">
        Schedules
      </h2>
      {problem && (
        <div className="mb-3">
          <Alert tone="error" live>
            {problem}
          </Alert>
        </div>
      )}
      <Table caption="Schedules" stacked labels={["", "When", "Next", "For"]}>
        <TableHead>
          <HeaderCell>Report</HeaderCell>
          <HeaderCell>When</HeaderCell>
          <HeaderCell>Next</HeaderCell>
          <HeaderCell>For</HeaderCell>
          <HeaderCell>
            <span className="sr-only">Actions</span>
          </HeaderCell>
        </TableHead>
        <TableBody>
          {schedules.map(({ id, what, when, madeBy, next, pausedBecause }) => (
            <Row key={id} muted={pausedBecause !== null}>
              <Cell strong>{what}</Cell>
              <Cell>{when}</Cell>
              <Cell>
                {pausedBecause === null ? (
                  next
                ) : (
                  <StatusMark tone="warning" shape="pause">{`Paused. ${pausedBecause}`}</StatusMark>
                )}
              </Cell>
              <Cell>{madeBy}</Cell>
              <Cell actions>
                {mayChange && pausedBecause !== null && (
                  <Button
                    size="sm"
                    aria-label={`Go on with ${what}, in your name`}
                    onClick={() => void carryOut(resume, id, "The schedule goes on, in your name.")}
                  >
                    Go on
                  </Button>
                )}
                {mayChange && (
                  <Button
                    size="sm"
                    aria-label={`Remove ${what}, ${when}`}
                    onClick={() => void carryOut(remove, id, "The schedule is removed.")}
                  >
                    Remove
                  </Button>
                )}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
