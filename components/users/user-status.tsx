import { type Html, html } from "@/components/ui/html";
import type { MarkShape } from "@/components/ui/mark";
import { StatusMark, statusMarkLook } from "@/components/ui/status-mark";
import type { Tone } from "@/components/ui/tone";
import { STATUS_MEANINGS, type Status } from "@/lib/users/status";

type Look = { tone: Tone; shape: MarkShape };

/** What each status looks like, for charts as well. */
export const STATUS_LOOKS: Record<Status, Look> = {
  pending: { tone: "info", shape: "clock" },
  active: { tone: "success", shape: "check" },
  expired: { tone: "warning", shape: "half" },
  locked: { tone: "error", shape: "lock" },
  suspended: { tone: "neutral", shape: "pause" },
  blocked: { tone: "neutral", shape: "cross" },
  disabled: { tone: "neutral", shape: "ring" },
};

const REMOVED = { tone: "neutral", shape: "dash", label: "Removed" } as const;

/** A person's status, or that they have been removed. */
export function UserStatus({ status, removed = false }: { status: Status; removed?: boolean }) {
  const { tone, shape, label } = lookOf(status, removed);
  return (
    <StatusMark tone={tone} shape={shape}>
      {label}
    </StatusMark>
  );
}

/** The same for rows that are written as HTML. */
export function userStatusHtml(status: Status, removed: boolean): Html {
  const { tone, shape, label } = lookOf(status, removed);
  return html`<span class="${statusMarkLook(tone, shape)}">${label}</span>`;
}

function lookOf(status: Status, removed: boolean): Look & { label: string } {
  return removed ? REMOVED : { ...STATUS_LOOKS[status], label: STATUS_MEANINGS[status].label };
}
