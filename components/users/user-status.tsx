import type { MarkShape } from "@/components/ui/mark";
import { StatusMark } from "@/components/ui/status-mark";
import type { Tone } from "@/components/ui/tone";
import { STATUS_MEANINGS, type Status } from "@/lib/users/status";

const LOOKS: Record<Status, { tone: Tone; shape: MarkShape }> = {
  pending: { tone: "info", shape: "clock" },
  active: { tone: "success", shape: "check" },
  expired: { tone: "warning", shape: "half" },
  locked: { tone: "error", shape: "lock" },
  suspended: { tone: "neutral", shape: "pause" },
  blocked: { tone: "neutral", shape: "cross" },
  disabled: { tone: "neutral", shape: "ring" },
};

/** A person's status, or that they have been removed. */
export function UserStatus({ status, removed }: { status: Status; removed?: boolean }) {
  if (removed) {
    return (
      <StatusMark tone="neutral" shape="dash">
        Removed
      </StatusMark>
    );
  }
  return <StatusMark {...LOOKS[status]}>{STATUS_MEANINGS[status].label}</StatusMark>;
}
