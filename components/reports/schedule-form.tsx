"use client";

import { type FormEvent, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { NewSchedule } from "@/lib/reports/input";
import type { ReportFormat, ReportKind } from "@/lib/reports/kinds";
import { EVERY, type Every, WEEKDAYS } from "@/lib/reports/schedule";
import type { Result } from "@/lib/result";

type ScheduleFormProps = {
  org: string;
  kinds: { value: ReportKind; label: string }[];
  schedule: (org: string, input: NewSchedule) => Promise<Result<unknown>>;
};

const EVERY_LABELS: Record<Every, string> = { day: "Every day", week: "Every week", month: "Every month" };
const MONTH_DAYS = 31;
const HOURS = 24;

const numbered = (count: number, label: (number: number) => string, from = 1) =>
  Array.from({ length: count }, (_, index) => ({
    value: String(index + from),
    label: label(index + from),
  }));

const WEEK_OPTIONS = numbered(7, (day) => WEEKDAYS[day - 1] ?? "");
const MONTH_OPTIONS = numbered(MONTH_DAYS, (day) => (day > 28 ? `${day}, or the last day` : String(day)));
const HOUR_OPTIONS = numbered(HOURS, (hour) => `${String(hour).padStart(2, "0")}:00`, 0);

/** Puts a report on a schedule. What is chosen stays, for the next one. */
export function ScheduleForm({ org, kinds, schedule }: ScheduleFormProps) {
  const [every, setEvery] = useState<Every>("week");
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => {
      const value = form.get(name);
      return typeof value === "string" ? value : "";
    };
    setPending(true);
    const given = {
      kind: text("kind") as ReportKind,
      format: text("format") as ReportFormat,
      every,
      day: every === "day" ? 1 : Number(text("day")),
      hour: Number(text("hour")),
    };
    const result = await answered(schedule(org, given), { isTyped: true });
    setPending(false);
    setProblem(
      result.ok
        ? null
        : (result.error.issues ?? []).map(({ message }) => message).join(" ") || result.error.message,
    );
    if (result.ok) toast({ title: "The report is on its schedule." });
  }

  return (
    <form onSubmit={send} className="grid gap-4 sm:grid-cols-2">
      {problem && (
        <div className="sm:col-span-2">
          <Alert tone="error" live>
            {problem}
          </Alert>
        </div>
      )}
      <Field label="Report">{(control) => <Select {...control} name="kind" options={kinds} />}</Field>
      <Field label="File">
        {(control) => (
          <Select
            {...control}
            name="format"
            options={[
              { value: "csv", label: "CSV" },
              { value: "xlsx", label: "XLSX" },
            ]}
          />
        )}
      </Field>
      <Field label="How often">
        {(control) => (
          <Select
            {...control}
            value={every}
            onChange={(event) => setEvery(EVERY.find((each) => each === event.target.value) ?? "week")}
            options={EVERY.map((value) => ({ value, label: EVERY_LABELS[value] }))}
          />
        )}
      </Field>
      {every !== "day" && (
        <Field label="On day">
          {(control) => (
            <Select
              {...control}
              key={every}
              name="day"
              options={every === "week" ? WEEK_OPTIONS : MONTH_OPTIONS}
            />
          )}
        </Field>
      )}
      <Field label="At">
        {(control) => <Select {...control} name="hour" defaultValue="7" options={HOUR_OPTIONS} />}
      </Field>
      <div className="sm:col-span-2">
        <SubmitButton pending={pending}>Put on schedule</SubmitButton>
      </div>
    </form>
  );
}
