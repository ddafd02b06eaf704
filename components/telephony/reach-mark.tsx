import { StatusMark } from "@/components/ui/status-mark";
import type { ExtensionListed } from "@/lib/telephony/queries";

/** Whether a call would reach an extension at this moment, and why not. */
export function ReachMark({ extension }: { extension: ExtensionListed }) {
  if (extension.mayCall && extension.type === "sip" && !extension.hasSecret)
    return (
      <StatusMark tone="warning" shape="ring">
        No phone yet
      </StatusMark>
    );
  if (extension.mayCall)
    return (
      <StatusMark tone="success" shape="check">
        Reachable
      </StatusMark>
    );
  const why = extension.user
    ? extension.forceLogin
      ? "Not signed in"
      : "Not active"
    : extension.forceLogin || extension.formerName
      ? "Nobody’s"
      : "Not reachable";
  return (
    <StatusMark tone="neutral" shape="dash">
      {why}
    </StatusMark>
  );
}
