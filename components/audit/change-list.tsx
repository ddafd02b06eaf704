import { fieldInWords, fieldsToShow, valueInWords } from "@/components/audit/change-words";
import type { Changes } from "@/lib/audit/changes";

/** Field by field what was and what is. Many fields fold away behind their number. */
export function ChangeList({ changes }: { changes: Changes }) {
  const { before = {}, after = {} } = changes;
  const fields = fieldsToShow(before, after);
  if (fields.length === 0) return <span className="text-muted">None</span>;
  const list = (
    <ul className="grid gap-0.5 wrap-anywhere">
      {fields.map((field) => (
        <li key={field}>
          <span className="text-muted">{fieldInWords(field)}: </span>
          {field in before && <del className="no-underline">{valueInWords(field, before[field])} → </del>}
          <ins className="no-underline">{valueInWords(field, after[field])}</ins>
        </li>
      ))}
    </ul>
  );
  if (fields.length <= 2) return list;
  return (
    <details>
      <summary className="cursor-pointer">{fields.length} fields</summary>
      {list}
    </details>
  );
}
