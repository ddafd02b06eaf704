import type { ComponentProps } from "react";
import { type Html, html } from "@/components/ui/html";

type SelectCellProps = Omit<ComponentProps<"input">, "type" | "size"> & {
  /** Says what the box chooses, such as "Select Ada Lovelace". */
  label: string;
};

/** The box that chooses a row. Rows are one field of the form around the table: the same `name`, each its `value`. */
export function SelectCell({ label, ...rest }: SelectCellProps) {
  return (
    <td className="select-cell">
      <input type="checkbox" aria-label={label} {...rest} />
    </td>
  );
}

/** The same for rows that are written as HTML. */
export function selectCellHtml(name: string, value: string, label: string): Html {
  return html`<td class="select-cell"><input type="checkbox" aria-label="${label}" name="${name}" value="${value}"></td>`;
}

/** The box that chooses every row in sight; a `SelectionBar` in the same form makes it work. */
export function SelectAllCell({ label }: { label: string }) {
  return (
    <th scope="col" className="select-cell" data-label={label}>
      <input type="checkbox" aria-label={label} data-select-all="" />
    </th>
  );
}
