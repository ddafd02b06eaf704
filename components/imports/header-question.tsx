import { Alert } from "@/components/ui/alert";

type Props = { firstRow: string[]; hasHeader: boolean | null; choose: (hasHeader: boolean) => void };

const CELLS_SHOWN = 6;

/** Whether the first row is a header, where only a person can tell. */
export function HeaderQuestion({ firstRow, hasHeader, choose }: Props) {
  return (
    <Alert tone="warning" title="Is the first row a header?">
      <p>
        It reads: {firstRow.slice(0, CELLS_SHOWN).join(" · ")}. It looks like a person, so it would be
        imported as one.
      </p>
      <fieldset className="mt-2 flex flex-wrap gap-4">
        <legend className="sr-only">Is the first row a header?</legend>
        <HeaderChoice label="It is a person" checked={hasHeader === false} choose={() => choose(false)} />
        <HeaderChoice label="It is a header" checked={hasHeader === true} choose={() => choose(true)} />
      </fieldset>
    </Alert>
  );
}

function HeaderChoice({ label, checked, choose }: { label: string; checked: boolean; choose: () => void }) {
  return (
    <label className="flex items-center gap-2">
      <input type="radio" name="hasHeader" className="radio radio-sm" checked={checked} onChange={choose} />
      {label}
    </label>
  );
}
