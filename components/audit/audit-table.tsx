"use client";

import { ChangeList } from "@/components/audit/change-list";
import { HeaderCell, Table, TableBody, TableHead } from "@/components/ui/table";
import type { Changes } from "@/lib/audit/changes";

/** An event as it is shown, with its words written by the server. */
export type AuditItem = {
  id: string;
  /** ISO 8601. */
  moment: string;
  when: string;
  what: string;
  subject: string;
  subjectHref?: string;
  by: string;
  fromAnotherOrganization: boolean;
  ip: string | null;
  changes: Changes;
};

/** Events, newest first. Client code for its size alone, as the table of people is. */
export function AuditTable({ items }: { items: AuditItem[] }) {
  return (
    <div className={looks} data-soft="">
      <Table caption="Audit events" density="dense" stacked labels={["When", "What", "", "By", "Changes"]}>
        <TableHead>
          <HeaderCell>When</HeaderCell>
          <HeaderCell>What</HeaderCell>
          <HeaderCell>Whom or what</HeaderCell>
          <HeaderCell>By</HeaderCell>
          <HeaderCell>Changes</HeaderCell>
        </TableHead>
        <TableBody>
          {items.map((item) => (
            <tr key={item.id}>
              <td>
                <time dateTime={item.moment}>{item.when}</time>
              </td>
              <td>{item.what}</td>
              <th scope="row">
                {item.subjectHref ? <a href={item.subjectHref}>{item.subject}</a> : item.subject}
              </th>
              <td>
                <div>
                  {item.by}
                  {item.fromAnotherOrganization && (
                    <span className="text-muted"> (managing organization)</span>
                  )}
                  {item.ip && <span className="block text-dense text-muted">{item.ip}</span>}
                </div>
              </td>
              <td>
                <ChangeList changes={item.changes} />
              </td>
            </tr>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

const looks = "[&_td:nth-child(1)]:whitespace-nowrap [&_td:nth-child(2)]:whitespace-nowrap";
