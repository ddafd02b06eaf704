import { countPeople } from "@/components/users/bulk-words";
import { countLeft, type LeftOut } from "@/lib/users/many/left-out";

/** Of a change by the worker, how many stayed as they were, and why; null where nobody did. */
export function leftInWords(left: LeftOut): string | null {
  const count = countLeft(left);
  if (count === 0) return null;
  const reasons = [
    [left.gone, "removed by then"],
    [left.beyond, "with rights beyond those of who did it"],
    [left.same, "so already, or it did not apply"],
    [left.unreached, "not come to"],
  ] as const;
  const said = reasons.flatMap(([number, why]) =>
    number > 0 ? [`${number.toLocaleString("en")} ${why}`] : [],
  );
  return `${countPeople(count)} stayed as they were: ${said.join("; ")}.`;
}
