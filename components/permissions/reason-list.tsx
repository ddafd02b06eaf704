import { reasonInWords } from "@/components/permissions/reason-words";
import type { Reason } from "@/lib/permissions/explain";

/** All that gives somebody a permission. */
export function ReasonList({ reasons }: { reasons: Reason[] }) {
  const words = reasons.map(reasonInWords);
  return (
    <ul className="grid gap-0.5 wrap-anywhere">
      {words.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
