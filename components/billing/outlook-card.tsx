import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { formatCount } from "@/components/ui/format";
import { moneysInWords, totals } from "@/lib/billing/money";
import type { SubscriptionStanding } from "@/lib/billing/queries";

type OutlookCardProps = {
  /** The month in words. */
  month: string;
  arriving: number;
  running: SubscriptionStanding[];
};

/** What the next month costs, as it is planned and if more people get seats. */
export function OutlookCard({ month, arriving, running }: OutlookCardProps) {
  const sum = (of: "plannedMinor" | "withWaitingMinor" | "withArrivingMinor") =>
    moneysInWords(
      totals(
        running.map(({ subscription, outlook }) => ({
          amountMinor: outlook[of],
          currency: subscription.currency,
        })),
      ),
    );
  const waiting = running.reduce((all, standing) => all + standing.waiting, 0);
  const items = [
    { term: "As planned", detail: <strong className="text-title">{sum("plannedMinor")}</strong> },
    {
      term: "With who waits",
      detail:
        waiting === 0
          ? "Nobody waits for a seat."
          : `${sum("withWaitingMinor")}, with a seat for ${each(waiting)} on waiting lists`,
    },
    {
      term: "With who comes",
      detail:
        arriving === 0
          ? "No import is ready that gives new people seats."
          : `${sum("withArrivingMinor")}, with the ${formatCount(arriving)} ${arriving === 1 ? "seat" : "seats"} that imports which are ready give as well`,
    },
  ];
  return (
    <Card
      title={`Outlook for ${month}`}
      description="Seats that are free already cost nothing more. Fewer seats at a renewal and cancellations are counted."
    >
      <DescriptionList items={items} />
    </Card>
  );
}

const each = (count: number) => (count === 1 ? "the one person" : `each of the ${formatCount(count)} people`);
