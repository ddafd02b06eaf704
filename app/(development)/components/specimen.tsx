import type { ReactNode } from "react";

type SpecimenProps = {
  name: string;
  /** Its file. */
  from: string;
  /** Each prop with its type and what it does. */
  props?: Record<string, string>;
  /** When to use it and when not. */
  note?: ReactNode;
  children?: ReactNode;
};

/** One component: how to import it, what it takes, and all its states. */
export function Specimen({ name, from, props = {}, note, children }: SpecimenProps) {
  return (
    <article className="grid gap-x-10 gap-y-4 border-b border-line py-8 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0">
        <h3 className="text-base font-semibold">{name}</h3>
        {note && <p className="mt-1 max-w-[70ch] text-muted">{note}</p>}
        {children && <div className="mt-4">{children}</div>}
      </div>
      <div className="min-w-0 text-dense">
        <p className="font-mono text-xs text-muted">{from}</p>
        <dl className="mt-2 grid gap-1.5">
          {Object.entries(props).map(([prop, meaning]) => (
            <div key={prop}>
              <dt className="font-mono text-xs font-semibold">{prop}</dt>
              <dd className="text-muted">{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </article>
  );
}

/** A line of examples, wrapping. */
export function Line({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-3 [&+&]:mt-3">{children}</div>;
}
