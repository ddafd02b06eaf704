import { formatCount } from "@/components/ui/format";
import type { Day, Month } from "@/lib/billing/days";
import { daysBetween, firstDayOf } from "@/lib/billing/days";
import type { Step } from "@/lib/billing/usage";
import { shortMonth } from "@/lib/billing/words";

// Narrow, so that its letters can be read on a phone.
const WIDTH = 420;
const HEIGHT = 150;
const MONTHS_BETWEEN_LABELS = 2;
const EDGE = { start: 44, end: 8, top: 10, bottom: 22 };

type UsageChartProps = {
  service: string;
  first: Day;
  today: Day;
  months: Month[];
  bought: Step[] | null;
  used: Step[];
};

/** Seats bought and used over time, as steps. The table beside it holds the same numbers for those who read. */
export function UsageChart({ service, first, today, months, bought, used }: UsageChartProps) {
  const most = Math.max(1, ...[...(bought ?? []), ...used].map(({ value }) => value));
  const top = niceCeiling(most);
  const length = Math.max(1, daysBetween(first, today));
  const x = (day: Day) => EDGE.start + (daysBetween(first, day) / length) * (WIDTH - EDGE.start - EDGE.end);
  const y = (value: number) => HEIGHT - EDGE.bottom - (value / top) * (HEIGHT - EDGE.top - EDGE.bottom);
  const path = (steps: Step[]) => {
    const corners = steps.map(({ day, value }, index) => {
      const [across, down] = [round(x(day)), round(y(value))];
      return index === 0 ? `M${across},${down}` : `H${across}V${down}`;
    });
    return `${corners.join("")}H${round(x(today))}`;
  };
  return (
    <figure>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="w-full"
        role="img"
        aria-label={`Seats of ${service} over a year`}
      >
        {[0, top / 2, top].map((value) => (
          <g key={value} className="text-muted">
            <line x1={EDGE.start} x2={WIDTH - EDGE.end} y1={y(value)} y2={y(value)} className="stroke-line" />
            <text x={EDGE.start - 6} y={y(value) + 4} textAnchor="end" className="fill-current text-[12px]">
              {formatCount(value)}
            </text>
          </g>
        ))}
        {months.map((month, index) =>
          index % MONTHS_BETWEEN_LABELS === 0 ? (
            <text
              key={month}
              x={x(firstDayOf(month))}
              y={HEIGHT - 6}
              className="fill-current text-[12px] text-muted"
            >
              {shortMonth(month)}
            </text>
          ) : null,
        )}
        {bought && (
          <path d={path(bought)} fill="none" strokeWidth="2" strokeDasharray="5 3" className="stroke-muted" />
        )}
        <path d={path(used)} fill="none" strokeWidth="2" className="stroke-primary" />
      </svg>
      <figcaption className="mt-1 flex flex-wrap gap-x-5 text-dense text-muted">
        {bought && <Key label="Bought" look="stroke-muted" dash="5 3" />}
        <Key label="Used" look="stroke-primary" />
      </figcaption>
    </figure>
  );
}

function Key({ label, look, dash }: { label: string; look: string; dash?: string }) {
  return (
    <span className="flex items-center gap-2">
      <svg viewBox="0 0 24 8" className="h-2 w-6" aria-hidden="true">
        <line x1="0" x2="24" y1="4" y2="4" strokeWidth="2" strokeDasharray={dash} className={look} />
      </svg>
      {label}
    </span>
  );
}

const round = (value: number) => Math.round(value * 10) / 10;

/** The next even number of those that are easy to read. */
function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const nice = [1, 2, 4, 6, 8, 10].map((each) => each * power).find((each) => each >= value) ?? value;
  return Math.max(2, nice);
}
