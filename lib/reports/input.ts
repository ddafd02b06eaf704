import * as z from "zod";
import { REPORT_FORMATS, REPORT_KINDS } from "@/lib/reports/kinds";
import { EVERY } from "@/lib/reports/schedule";

export const newReportInput = z.strictObject({ kind: z.enum(REPORT_KINDS), format: z.enum(REPORT_FORMATS) });
export type NewReport = z.output<typeof newReportInput>;

export const newScheduleInput = newReportInput
  .extend({
    every: z.enum(EVERY),
    day: z.int().min(1).max(31),
    hour: z.int().min(0).max(23),
  })
  .refine(({ every, day }) => every !== "week" || day <= 7, {
    path: ["day"],
    error: "A week has seven days.",
  });
export type NewSchedule = z.output<typeof newScheduleInput>;

export const scheduleIdInput = z.strictObject({ scheduleId: z.uuid() });
