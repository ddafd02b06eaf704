import { momentInZone } from "@/components/support/way-words";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { StatusMark } from "@/components/ui/status-mark";
import type { Openness } from "@/lib/support/hours";
import { hoursInWords, type SupportSettings } from "@/lib/support/settings";

type Now = Openness & { settings: SupportSettings; hasOnCall: boolean };

/** Which way to support is open now, and when the other one opens. */
export function SupportStatus({ now }: { now: Now }) {
  const { isOpen, changesAt, settings, hasOnCall } = now;
  const changes = changesAt && momentInZone(changesAt, settings);
  return (
    <Card title="Now">
      <DescriptionList
        items={[
          {
            term: "Business hours",
            detail: (
              <>
                <StatusMark tone={isOpen ? "success" : "neutral"} shape={isOpen ? "check" : "ring"}>
                  {isOpen ? "Open now" : "Closed now"}
                </StatusMark>
                <p className="text-muted">
                  For every kind of request. {hoursInWords(settings)}
                  {changes && (isOpen ? `; closes ${changes}` : `; opens ${changes}`)}.
                </p>
              </>
            ),
          },
          {
            term: "Critical on-call",
            detail: hasOnCall ? (
              <>
                <StatusMark tone={isOpen ? "neutral" : "success"} shape={isOpen ? "ring" : "check"}>
                  {isOpen ? "Not needed now" : "Open now"}
                </StatusMark>
                <p className="text-muted">
                  Nights, weekends and days off, only for what stops work in production
                  {changes && (isOpen ? `; opens ${changes}` : `; until ${changes}`)}.
                </p>
              </>
            ) : (
              <>
                <StatusMark tone="neutral" shape="ring">
                  Nobody is on call
                </StatusMark>
                <p className="text-muted">Critical requests wait for business hours like the others.</p>
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}
