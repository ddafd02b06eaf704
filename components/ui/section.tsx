import { type ReactNode, useId } from "react";

type SectionProps = {
  title: ReactNode;
  /** What is decided here, and what follows from it. */
  description?: ReactNode;
  children: ReactNode;
};

/** A part of a long form: its words on the left, its fields on the right, one under the other where it is narrow. */
export function Section({ title, description, children }: SectionProps) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className="grid gap-x-10 gap-y-4 border-b border-line py-7 first:pt-0 last:border-0 lg:grid-cols-[16rem_minmax(0,36rem)]"
    >
      <div>
        <h2 id={titleId} className="text-[0.9375rem] font-semibold">
          {title}
        </h2>
        {description && <p className="mt-1 text-muted">{description}</p>}
      </div>
      <div className="grid content-start gap-4">{children}</div>
    </section>
  );
}
