import type { Permission } from "@/lib/permissions/permissions";
import { EXPORT_FORMATS } from "@/lib/users/export";

/** What a report can hold. */
export const REPORT_KINDS = ["people", "licenses", "imports", "signIns", "audit"] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export const REPORT_FORMATS = EXPORT_FORMATS;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

type KindInfo = {
  label: string;
  description: string;
  /** What whoever has it made or takes it must be allowed to see, beside exporting. */
  reads: Permission;
  /** Whether it tells of what happened in some days, and not of what there is now. */
  isOfDays: boolean;
};

export const REPORT_INFO: Record<ReportKind, KindInfo> = {
  people: {
    label: "People",
    description: "Everybody with their details, status and role, as an export of the whole list.",
    reads: "users.read",
    isOfDays: false,
  },
  licenses: {
    label: "Licenses",
    description: "Who has a seat of which service since when, and who waits for one.",
    reads: "services.read",
    isOfDays: false,
  },
  imports: {
    label: "Imports",
    description: "Every import, what came of its rows, and who carried it out.",
    reads: "users.import.read",
    isOfDays: false,
  },
  signIns: {
    label: "Sign-ins",
    description: "Who signed in when, and from where.",
    reads: "audit.read",
    isOfDays: true,
  },
  audit: {
    label: "Audit log",
    description: "Every event with what changed.",
    reads: "audit.read",
    isOfDays: true,
  },
};

export const isReportKind = (text: string): text is ReportKind => REPORT_KINDS.some((kind) => kind === text);

/** For how many days a file is kept. */
export const REPORT_KEPT_DAYS = 7;

/** How far back one that is asked for at once goes. */
export const REPORT_DAYS_USUAL = 31;
