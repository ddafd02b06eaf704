import { StatusMark } from "@/components/ui/status-mark";
import type { ApiKeyStatus } from "@/lib/api-keys/status";

export function KeyStatus({ status }: { status: ApiKeyStatus }) {
  if (status === "active")
    return (
      <StatusMark tone="success" shape="check">
        Active
      </StatusMark>
    );
  return (
    <StatusMark tone="neutral" shape={status === "revoked" ? "cross" : "clock"}>
      {status === "revoked" ? "Revoked" : "Expired"}
    </StatusMark>
  );
}
