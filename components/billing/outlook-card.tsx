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
  const waiting = running.reduce((all, each) => all + each.waiting, 0);
  const items = [
    { term: "As planned", detail: <strong className="text-title">{sum("plannedMinor")}</strong> },
    {
      term: "With who waits",
      detail: `${sum("withWaitingMinor")}, with a seat for each of the ${people(waiting)} on waiting lists`,
    },
    {
      term: "With who comes",
      detail: `${sum("withArrivingMinor")}, if each of the ${people(arriving)} in imports that are ready gets a seat of everything as well`,
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

const people = (count: number) => `${formatCount(count)} ${count === 1 ? "person" : "people"}`;
