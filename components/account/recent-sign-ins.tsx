import { placeInWords } from "@/components/account/session-card";
import { Card } from "@/components/ui/card";
import { timeInWords } from "@/components/ui/dates";
import type { OwnSession } from "@/lib/sessions/queries";

/** One's latest sign-ins, whether they last or not. */
export function RecentSignIns({ sessions }: { sessions: OwnSession[] }) {
  return (
    <Card title="Latest sign-ins" description="The newest first, also those that are over.">
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <li
            key={session.id}
            className="grid gap-x-6 py-2 first:pt-0 last:pb-0 sm:grid-cols-[13rem_minmax(0,1fr)]"
          >
            <time dateTime={session.startedAt.toISOString()} className="text-muted">
              {timeInWords(session.startedAt)}
            </time>
            <span className="wrap-anywhere">
              {session.device}
              <span className="block text-dense text-muted">{placeInWords(session)}</span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
