import { Card } from "@/components/ui/card";
import { cx } from "@/components/ui/cx";
import { formatCount } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { Mark } from "@/components/ui/mark";
import { toneFill, toneText } from "@/components/ui/tone";
import { STATUS_LOOKS } from "@/components/users/user-status";
import { STATUS_MEANINGS, STATUSES, type Status } from "@/lib/users/status";

type StatusCardProps = {
  people: Record<Status, number>;
  /** Where the list is that a figure counts; all of them without a status. */
  hrefOf: (status?: Status) => string;
  description?: string;
};

/** How many people there are, and how many of each status. */
export function StatusCard({ people, hrefOf, description }: StatusCardProps) {
  const total = Object.values(people).reduce((sum, count) => sum + count, 0);
  return (
    <Card
      title="People by status"
      description={description}
      actions={
        <Link href={hrefOf()} variant="quiet" className="text-title font-semibold tabular-nums">
          {formatCount(total)}
          <span className="sr-only"> people in all</span>
        </Link>
      }
    >
      <svg viewBox="0 0 1000 8" preserveAspectRatio="none" className="mb-3 h-2 w-full" aria-hidden="true">
        <path className="fill-base-300" d="M0 0h1000v8H0z" />
        {placed(people, total).map(({ status, from, to }) => (
          <path
            key={status}
            className={toneFill[STATUS_LOOKS[status].tone]}
            d={`M${from} 0H${to}v8H${from}z`}
          />
        ))}
      </svg>
      <table className="w-full text-dense">
        <caption className="sr-only">People by status</caption>
        <tbody>
          {STATUSES.map((status) => (
            <tr key={status} className="border-t border-line first:border-0">
              <th scope="row" className="py-1.5 text-start font-normal">
                <span className="flex items-center gap-1.5">
                  <Mark shape={STATUS_LOOKS[status].shape} className={toneText[STATUS_LOOKS[status].tone]} />
                  {STATUS_MEANINGS[status].label}
                </span>
              </th>
              <td className="py-1.5 text-end">
                <Figure count={people[status]} href={hrefOf(status)} of={STATUS_MEANINGS[status].label} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

/** A number that leads to what it counts. */
export function Figure({ count, href, of }: { count: number; href: string; of: string }) {
  return (
    <Link
      href={href}
      variant="quiet"
      className={cx("tabular-nums", count === 0 ? "text-muted" : "font-semibold")}
      aria-label={`${formatCount(count)}, ${of}`}
    >
      {formatCount(count)}
    </Link>
  );
}

function placed(people: Record<Status, number>, total: number) {
  let from = 0;
  return STATUSES.flatMap((status) => {
    if (people[status] === 0) return [];
    const start = from;
    from += (people[status] / total) * 1000;
    return [{ status, from: Math.round(start), to: Math.max(Math.round(from) - 3, Math.round(start) + 2) }];
  });
}
