"use server";

import { refresh } from "next/cache";
import { organizationAction } from "@/lib/action";
import * as commands from "@/lib/reports/commands";
import { newReportInput, newScheduleInput, scheduleIdInput } from "@/lib/reports/input";
import type { Result } from "@/lib/result";

/** Has a report made now. */
export const askReport = organizationAction("users.export", newReportInput, async (actor, given) =>
  shown(await commands.askReport(actor, given)),
);

/** Has a report made again and again. */
export const scheduleReport = organizationAction(
  "users.export.schedule",
  newScheduleInput,
  async (actor, given) => shown(await commands.scheduleReport(actor, given)),
);

/** Lets a schedule that is paused go on. */
export const resumeSchedule = organizationAction(
  "users.export.schedule",
  scheduleIdInput,
  async (actor, { scheduleId }) => shown(await commands.resumeSchedule(actor, scheduleId)),
);

/** Ends a schedule. */
export const removeSchedule = organizationAction(
  "users.export.schedule",
  scheduleIdInput,
  async (actor, { scheduleId }) => shown(await commands.removeSchedule(actor, scheduleId)),
);

function shown<T>(result: Result<T>): Result<T> {
  if (result.ok) refresh();
  return result;
}
