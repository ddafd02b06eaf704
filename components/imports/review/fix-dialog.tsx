import { useEffect, useId, useState } from "react";
import { previewFix } from "@/components/imports/review/client";
import type { ReviewColumn } from "@/components/imports/review/columns";
import { type FixDraft, FixFields, fixOf } from "@/components/imports/review/fix-fields";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FieldError } from "@/components/ui/field-error";
import { formatCount } from "@/components/ui/format";
import { closes } from "@/components/ui/invoker";
import { Select } from "@/components/ui/select";
import type { FixPreview } from "@/lib/imports/commands/fixes";
import type { Fix } from "@/lib/imports/review/fixes";
import type { IssueCount } from "@/lib/imports/review/queries";

type Props = {
  id: string;
  url: string;
  columns: readonly ReviewColumn[];
  issues: readonly IssueCount[];
  countries: { value: string; label: string }[];
  defaultCountry: string | null;
  apply: (fix: Fix) => Promise<boolean>;
};

const KINDS: { value: Fix["kind"]; label: string }[] = [
  { value: "offers", label: "Take what is offered" },
  { value: "keepFirst", label: "Keep the first of identical rows, leave the others out" },
  { value: "country", label: "Read phones without a country as one country’s" },
  { value: "username", label: "Make usernames by a pattern" },
  { value: "trim", label: "Clean white space" },
  { value: "swap", label: "Swap two columns" },
  { value: "replace", label: "Replace a text in a column" },
];

const REST_MS = 300;

function changes({ kind }: Fix, rows: number): string {
  if (kind !== "keepFirst") return rows === 1 ? "changes" : "change";
  return `${rows === 1 ? "says" : "say"} the same as an earlier one and ${rows === 1 ? "is" : "are"} left out`;
}

type Look = { of: string; preview: FixPreview | null; message: string | null };

/** One fix for many rows: what it would do is shown before it is done. */
export function FixDialog({ id, url, columns, issues, countries, defaultCountry, apply }: Props) {
  const editable = columns.filter(({ isEditable }) => isEditable);
  const [draft, setDraft] = useState<FixDraft>({
    kind: "offers",
    issue: "",
    country: defaultCountry ?? countries[0]?.value ?? "GB",
    pattern: "{first}.{last}",
    scope: "issues",
    one: String(editable[0]?.column ?? 0),
    other: String(editable[1]?.column ?? 0),
    from: "",
    to: "",
  });
  const [look, setLook] = useState<Look | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const previewId = useId();
  const fix = fixOf(draft);
  const asked = JSON.stringify(fix);

  useEffect(() => {
    const dialog = document.getElementById(id);
    const onToggle = () => setIsOpen(dialog instanceof HTMLDialogElement && dialog.open);
    dialog?.addEventListener("toggle", onToggle);
    return () => dialog?.removeEventListener("toggle", onToggle);
  }, [id]);
  useEffect(() => {
    if (!isOpen) return setLook(null);
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await previewFix(url, JSON.parse(asked) as Fix);
      if (!isCurrent) return;
      setLook({
        of: asked,
        preview: answer.ok ? answer.value : null,
        message: answer.ok ? null : answer.message,
      });
    }, REST_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [asked, isOpen, url]);

  const shown = look?.of === asked ? look : null;
  const rows = shown?.preview?.rows ?? 0;
  async function press() {
    if (isBusy || rows === 0) return;
    setIsBusy(true);
    const isDone = await apply(fix);
    setIsBusy(false);
    const dialog = document.getElementById(id);
    if (isDone && dialog instanceof HTMLDialogElement) dialog.close();
  }

  return (
    <Dialog id={id} title="Fix many rows" size="lg" lightDismiss={false}>
      <div className="grid gap-4">
        <Field label="What to do">
          {(control) => (
            <Select
              {...control}
              options={KINDS}
              value={draft.kind}
              onChange={({ target }) => setDraft({ ...draft, kind: target.value as Fix["kind"] })}
            />
          )}
        </Field>
        <FixFields
          draft={draft}
          columns={editable}
          issues={issues}
          countries={countries}
          onDraft={setDraft}
        />
        <div id={previewId} role="status" className="min-h-28 rounded-box border border-line p-3">
          {!shown && <p className="text-muted">Looking…</p>}
          {shown?.message && <FieldError errors={[shown.message]} />}
          {shown?.preview && (
            <p className="font-medium">
              {rows === 0
                ? "No row would change."
                : `${rows === 1 ? "1 row" : `${formatCount(rows)} rows`} ${changes(fix, rows)}.`}
            </p>
          )}
          <ul className="mt-2 grid gap-1 text-dense">
            {shown?.preview?.examples.map(({ line, column, before, after }) => (
              <li key={`${line} ${column}`} className="wrap-anywhere">
                Line {line}, {columns.find((each) => each.column === column)?.label}:{" "}
                <del className="text-muted">{before || "blank"}</del> → <strong>{after || "blank"}</strong>
              </li>
            ))}
          </ul>
        </div>
      </div>
      <DialogActions>
        <Button variant="ghost" {...closes(id)}>
          Close
        </Button>
        <Button
          variant="primary"
          pending={isBusy}
          aria-disabled={rows === 0 || undefined}
          aria-describedby={previewId}
          onClick={() => void press()}
        >
          {rows === 0 ? "Fix rows" : rows === 1 ? "Fix 1 row" : `Fix ${formatCount(rows)} rows`}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
