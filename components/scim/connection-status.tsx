import { StatusMark } from "@/components/ui/status-mark";
import type { ScimConnectionStatus } from "@/lib/scim/connection-status";

const MARKS = {
  active: { tone: "success", shape: "check", words: "Active" },
  expiring: { tone: "warning", shape: "clock", words: "Expires soon" },
  expired: { tone: "error", shape: "clock", words: "Expired" },
  revoked: { tone: "neutral", shape: "cross", words: "Revoked" },
} as const;

export function ConnectionStatus({ status }: { status: ScimConnectionStatus }) {
  const { tone, shape, words } = MARKS[status];
  return (
    <StatusMark tone={tone} shape={shape}>
      {words}
    </StatusMark>
  );
}
