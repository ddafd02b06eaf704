import { Figure } from "@/components/overview/status-card";
import { BarChart } from "@/components/ui/bar-chart";
import { Card } from "@/components/ui/card";
import { dayInWords } from "@/components/ui/dates";
import { formatCount } from "@/components/ui/format";
import { Link } from "@/components/ui/link";

type DailyCardProps = {
  title: string;
  /** `YYYY-MM-DD`, the oldest first, and how many each has. */
  days: readonly string[];
  counts: readonly number[];
  /** Where the list of some days is, the first and the last one included. */
  hrefOf: (from: string, to: string) => string;
};

/** How often something happened on each of the last days: a chart, and the same numbers as a table. */
export function DailyCard({ title, days, counts, hrefOf }: DailyCardProps) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [first = "", last = ""] = [days[0], days.at(-1)];
  const words = (day: string) => dayInWords(new Date(day));
  return (
    <Card
      title={title}
      description={`The last ${days.length} days, UTC`}
      actions={
        <Link
          href={hrefOf(first, last)}
          variant="quiet"
          className="text-title font-semibold tabular-nums"
          aria-label={`${formatCount(total)}, ${title}, the last ${days.length} days`}
        >
          {formatCount(total)}
        </Link>
      }
    >
      <BarChart counts={counts} />
      <p className="mt-1 flex justify-between text-dense text-muted">
        <span>{words(first)}</span>
        <span>{words(last)}</span>
      </p>
      <details className="mt-2 text-dense">
        <summary className="cursor-pointer py-1 text-muted">Numbers as a table</summary>
        <table className="w-full">
          <caption className="sr-only">{title} by day</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Day</th>
              <th scope="col">{title}</th>
            </tr>
          </thead>
          <tbody>
            {days.map((day, index) => (
              <tr key={day} className="border-t border-line first:border-0">
                <th scope="row" className="py-1 text-start font-normal">
                  {words(day)}
                </th>
                <td className="py-1 text-end">
                  <Figure count={counts[index] ?? 0} href={hrefOf(day, day)} of={`${title}, ${words(day)}`} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Card>
  );
}
