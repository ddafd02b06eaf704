"use client";

import type { CSSProperties } from "react";
import { listOf, TypedRow } from "@/components/typed-rows/typed-row";
import { type CellEvents, useCellEvents } from "@/components/typed-rows/use-cell-events";
import type { RowIssues } from "@/components/typed-rows/use-issues";
import { labelOfColumn, type RowField } from "@/lib/imports/columns/column-field";
import { ROLE_LABELS, type Role } from "@/lib/permissions/roles";
import { propertyField } from "@/lib/properties/field";
import type { Property } from "@/lib/properties/types";

type TypedGridProps = CellEvents & {
  issues: Record<string, RowIssues>;
  mandatory: readonly RowField[];
  roles: readonly Role[];
  properties: readonly Property[];
};

const ROLES_ID = "typed-roles";

/** The rows to type into. Its inputs hold their own text, and one listener each serves all of them. */
export function TypedGrid({ issues, mandatory, roles, properties, ...cells }: TypedGridProps) {
  const { columns, rows } = cells.sheet;
  const events = useCellEvents(cells);

  return (
    <section className="typed-grid-scroll" aria-label="Rows">
      <table
        ref={cells.table}
        className="typed-grid"
        style={{ "--columns": columns.length } as CSSProperties}
        {...events}
      >
        <caption className="sr-only">People to create, one in each row</caption>
        <thead>
          <tr>
            <th scope="col">Line</th>
            {columns.map((field) => (
              <th key={field} scope="col">
                {labelOfColumn(field, properties)}
                {mandatory.includes(field) && <span className="text-muted"> (mandatory)</span>}
              </th>
            ))}
            <th scope="col">
              <span className="sr-only">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <TypedRow
              key={row.id}
              row={row}
              line={index + 1}
              columns={columns}
              issues={issues[row.id]}
              rolesId={ROLES_ID}
              properties={properties}
            />
          ))}
        </tbody>
      </table>
      <datalist id={ROLES_ID}>
        {roles.map((role) => (
          <option key={role} value={ROLE_LABELS[role]} />
        ))}
      </datalist>
      {properties.map(({ id, choices }) => {
        const list = listOf(propertyField(id), properties);
        return (
          list && (
            <datalist key={id} id={list}>
              {choices.map((choice) => (
                <option key={choice} value={choice} />
              ))}
            </datalist>
          )
        );
      })}
    </section>
  );
}
