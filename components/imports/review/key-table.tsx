import { KEY_WORDS } from "@/components/imports/review/grid-keys";
import { Dialog } from "@/components/ui/dialog";

/** The keys of the review. */
export function KeyTable({ id }: { id: string }) {
  return (
    <Dialog id={id} title="Keys of the review">
      <dl className="grid gap-2">
        {KEY_WORDS.map(([keys, does]) => (
          <div
            key={`${keys} ${does}`}
            className="grid grid-cols-[10rem_1fr] gap-3 max-sm:grid-cols-1 max-sm:gap-0"
          >
            <dt className="font-medium">{keys}</dt>
            <dd className="text-muted">{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
