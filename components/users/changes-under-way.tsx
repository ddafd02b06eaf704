import { RefreshWhile } from "@/components/imports/refresh-while";
import { Progress } from "@/components/ui/progress";
import { doingInWords, madeInWords } from "@/components/users/bulk-words";
import { type StopAction, StopChange } from "@/components/users/stop-change";
import type { ChangeListed } from "@/lib/users/undo/queries";

/** What the worker does at the moment, and how far it has come. */
export function ChangesUnderWay({
  org,
  changes,
  stop,
}: {
  org: string;
  changes: readonly ChangeListed[];
  stop: StopAction;
}) {
  const running = changes.filter((listed) => listed.running !== null);
  if (running.length === 0) return null;
  return (
    <section aria-label="Under way" className="mb-8 grid max-w-2xl gap-4">
      <RefreshWhile />
      {running.map((listed) => (
        <div key={listed.id} className="grid gap-2">
          <Progress
            label={labelOf(listed)}
            done={listed.running?.done ?? 0}
            total={listed.running?.of ?? 0}
            unit="people"
          />
          {listed.mayStop && <StopChange org={org} changeId={listed.id} what={labelOf(listed)} stop={stop} />}
        </div>
      ))}
      <p className="text-muted">
        You can close this page: the work goes on, and this page shows where it stands.
      </p>
    </section>
  );
}

function labelOf(listed: ChangeListed): string {
  const { running, change } = listed;
  if (running?.what === "takingBack") return `Taking back “${madeInWords(listed)}”`;
  return doingInWords(change.kind, running?.of ?? 0);
}
