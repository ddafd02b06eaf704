import { cx } from "@/components/ui/cx";
import { Link } from "@/components/ui/link";
import { Mark } from "@/components/ui/mark";

export type Step = {
  label: string;
  /** Leads back to a step that is done. */
  href?: string;
};

type StepsProps = {
  /** Names the whole way for screen readers. */
  label: string;
  steps: Step[];
  /** Index of the step one is at, from 0; the number of steps when all are done. */
  current: number;
};

/** Where one is on a way of several steps. On a phone only the current step has its word. */
export function Steps({ label, steps, current }: StepsProps) {
  return (
    <nav aria-label={label}>
      <ol className="flex items-center gap-2 sm:gap-3">
        {steps.map((step, index) => (
          <li
            key={step.label}
            aria-current={index === current ? "step" : undefined}
            className="flex items-center gap-2 not-last:flex-1 sm:gap-3 sm:not-last:flex-none"
          >
            <StepName step={step} number={index + 1} done={index < current} current={index === current} />
            {index < steps.length - 1 && (
              <span
                className={cx("h-px min-w-3 flex-1 sm:w-8", index < current ? "bg-primary" : "bg-control")}
              />
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function StepName({
  step,
  number,
  done,
  current,
}: {
  step: Step;
  number: number;
  done: boolean;
  current: boolean;
}) {
  const disc = cx(
    "grid size-6 shrink-0 place-items-center rounded-full border text-xs font-semibold",
    current && "border-primary bg-primary text-primary-content",
    done && "border-transparent text-primary",
    !current && !done && "border-control text-muted",
  );
  const name = (
    <>
      <span className={disc} aria-hidden="true">
        {done ? <Mark shape="check" className="size-6" /> : number}
      </span>
      <span className={cx("whitespace-nowrap", current ? "font-semibold" : "text-muted max-sm:sr-only")}>
        {step.label}
        {done && <span className="sr-only"> (done)</span>}
      </span>
    </>
  );
  if (done && step.href) {
    return (
      <Link href={step.href} variant="quiet" className="flex items-center gap-2">
        {name}
      </Link>
    );
  }
  return <span className="flex items-center gap-2">{name}</span>;
}
