import { CopyButton } from "@/components/ui/copy-button";

/** Texts to copy into another system. */
export function CopyList({ items }: { items: { label: string; text: string }[] }) {
  return (
    <ul className="divide-y divide-line">
      {items.map(({ label, text }) => (
        <li key={label} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
          <div className="min-w-0 flex-1">
            <p className="text-dense text-muted">{label}</p>
            <p className="font-mono text-dense wrap-anywhere">{text}</p>
          </div>
          <CopyButton text={text} label={`Copy ${label}`} />
        </li>
      ))}
    </ul>
  );
}
