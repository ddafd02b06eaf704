import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { timeInWords } from "@/components/ui/dates";
import type { OwnSession } from "@/lib/sessions/queries";

/** One of one's sessions: what it is, where it is, since when, and its button. */
export function SessionCard({ session, children }: { session: OwnSession; children?: ReactNode }) {
  const { device, isHere, startedAt, lastSeenAt } = session;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3 first:pt-0 last:pb-0">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {device}
          {isHere && (
            <Badge tone="success" shape="check">
              This device
            </Badge>
          )}
        </p>
        <p className="text-dense text-muted">{placeInWords(session)}</p>
        <p className="text-dense text-muted">
          Since {timeInWords(startedAt)}, last seen {timeInWords(lastSeenAt)}
        </p>
      </div>
      {children}
    </li>
  );
}

/** Where a session is, as far as its address tells without asking anybody. */
export const placeInWords = ({
  isThisNetwork,
  network,
}: Pick<OwnSession, "isThisNetwork" | "network">): string =>
  isThisNetwork ? `This network, ${network}` : `Another network, ${network}`;
