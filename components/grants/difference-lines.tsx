import { cx } from "@/components/ui/cx";
import { Mark, type MarkShape } from "@/components/ui/mark";
import { countPeople } from "@/components/users/bulk-words";
import type { Becomes, Difference } from "@/lib/permissions/grants-difference";

type Props = {
  difference: Difference;
  /** Whether it is about one person, so that nobody is counted. */
  ofOne: boolean;
  /** Whether it is being counted anew. */
  isBusy: boolean;
};

const PARTS: { becomes: Becomes; title: string; shape: MarkShape; tone: string }[] = [
  { becomes: "gained", title: "Gained", shape: "plus", tone: "text-success" },
  { becomes: "lost", title: "Lost", shape: "cross", tone: "text-error" },
  { becomes: "kept", title: "Kept, because a rule gives it", shape: "lock", tone: "text-muted" },
];

/** What people gain, lose and keep by rights that are given to them, line by line, before they are given. */
export function DifferenceLines({ difference: { lines, followers }, ofOne, isBusy }: Props) {
  if (lines.length === 0) return null;
  return (
    <section
      aria-label="What changes"
      aria-busy={isBusy}
      className={cx("mt-4 grid gap-4 border-t border-line pt-4", isBusy && "opacity-60")}
    >
      {PARTS.map(({ becomes, title, shape, tone }) => {
        const part = lines.filter((line) => line.becomes === becomes);
        if (part.length === 0) return null;
        return (
          <div key={becomes}>
            <h3 className="mb-1.5 font-medium">{title}</h3>
            <ul aria-label={title} className="grid gap-x-5 gap-y-1 sm:grid-cols-2">
              {part.map(({ key, label, people }) => (
                <li key={key} className="flex gap-2">
                  <Mark shape={shape} className={cx("mt-1", tone)} />
                  <span className="min-w-0 wrap-anywhere">
                    {label}
                    {!ofOne && <span className="text-muted"> · {countPeople(people)}</span>}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
      {followers > 0 && (
        <p className="text-muted">
          {`${countPeople(followers)} ${followers === 1 ? "follows" : "follow"} ${ofOne ? "them" : "one of them"}: groups and single permissions come and go there, too.`}
        </p>
      )}
    </section>
  );
}
