import { CopyButton } from "@/components/ui/copy-button";

/** Texts to copy into another system. */
export function CopyList({ items }: { items: { label: string; text: string }[] }) {
  return (
    <dl className="divide-y divide-line">
      {items.map(({ label, text }) => (
        <div key={label} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
          <div className="min-w-0 flex-1">
            <dt className="text-dense text-muted">{label}</dt>
            <dd className="font-mono text-dense wrap-anywhere">{text}</dd>
          </div>
          <CopyButton text={text} label={`Copy ${label}`} />
        </div>
      ))}
    </dl>
  );
}
