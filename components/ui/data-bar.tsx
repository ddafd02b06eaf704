import { cx } from "@/components/ui/cx";
import { formatCount } from "@/components/ui/format";
import { Mark, type MarkShape } from "@/components/ui/mark";
import { type Tone, toneFill, toneText } from "@/components/ui/tone";

export type DataPart = { label: string; count: number; tone: Tone; shape: MarkShape };

/** What a whole is made of: a bar for the eye and the same numbers in words. Parts of 0 keep their words. */
export function DataBar({ parts }: { parts: DataPart[] }) {
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  return (
    <div className="grid gap-2.5">
      <svg
        viewBox="0 0 1000 8"
        preserveAspectRatio="none"
        className="h-2 w-full rounded-full bg-base-300"
        aria-hidden="true"
      >
        {placed(parts, total).map((part) => (
          <rect
            key={part.label}
            x={part.start}
            width={part.width}
            height="8"
            className={toneFill[part.tone]}
          />
        ))}
      </svg>
      <dl className="flex flex-wrap gap-x-6 gap-y-1.5">
        {parts.map((part) => (
          <div key={part.label} className="flex items-center gap-1.5">
            <Mark shape={part.shape} className={toneText[part.tone]} />
            <dt className="text-muted">{part.label}</dt>
            <dd className={cx("font-semibold tabular-nums", part.count === 0 && "font-normal text-muted")}>
              {formatCount(part.count)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Places the parts on a line 1000 long, with gaps of 4 between them. */
function placed(parts: DataPart[], total: number): (DataPart & { start: number; width: number })[] {
  let start = 0;
  return parts
    .filter((part) => part.count > 0)
    .map((part) => {
      const length = (part.count / total) * 1000;
      const box = { ...part, start, width: Math.max(length - 4, 2) };
      start += length;
      return box;
    });
}
