type SkeletonProps = {
  /** Lines of text to stand in for. */
  lines?: number;
  /** What is on its way, for screen readers. */
  label?: string;
};

/** The shape of text that is still on its way. */
export function Skeleton({ lines = 3, label = "Loading" }: SkeletonProps) {
  return (
    <div role="status" className="grid gap-2.5">
      <span className="sr-only">{label}</span>
      {widths.slice(0, lines).map((width) => (
        <span key={width} className={`skeleton h-3.5 rounded-full ${width}`} />
      ))}
    </div>
  );
}

const widths = ["w-11/12", "w-4/5", "w-full", "w-3/5", "w-5/6", "w-2/3", "w-3/4", "w-1/2"];
