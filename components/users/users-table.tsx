"use client";

import { type Html, html } from "@/components/ui/html";
import { HtmlRows } from "@/components/ui/html-rows";
import { type Packed, unpack } from "@/components/ui/packed";
import { statusMarkLook } from "@/components/ui/status-mark";
import { HeaderCell, type Sort, Table, TableHead } from "@/components/ui/table";
import { SelectAllCell, selectCellHtml } from "@/components/ui/table-select";
import { StatusMeaningsButton } from "@/components/users/status-meanings";
import { userStatusHtml } from "@/components/users/user-status";
import { ROLE_LABELS, type Role } from "@/lib/permissions/roles";
import { routes } from "@/lib/routes";
import type { Status } from "@/lib/users/status";

/** A row as it is shown. Its day is written by the server: browsers shorten the names of months in their own ways. */
export type UserItem = {
  id: string;
  name: string;
  accessEmail: string;
  /** Set where messages to the access email came back. */
  hasBounced?: boolean;
  username: string;
  created: string;
  status: Status;
  role: Role;
  /** What the chosen columns show, where there are any. */
  cells?: string[];
};

type UsersTableProps = {
  org: string;
  items: Packed<UserItem[]>;
  /** The names of the chosen columns. */
  columns: string[];
  sorts: Record<"name" | "email" | "username" | "created", Sort>;
  /** Whether rows can be chosen, for those who may do something with them. */
  selectable: boolean;
  /** Whether these people have been removed. */
  removed: boolean;
};

/**
 * The table of people. It is client code for its size alone: so its rows travel once as data and once as HTML, and not
 * a second time as elements, and its rows are written as HTML (decision 10).
 */
export function UsersTable({ org, items, columns, sorts, selectable, removed }: UsersTableProps) {
  return (
    <div className={looks} data-soft="">
      <Table
        caption="Users"
        stacked
        labels={selectable ? ["", "", ...columns, ...LABELS] : ["", ...columns, ...LABELS]}
      >
        <TableHead>
          {selectable && <SelectAllCell label="Select all users on this page" />}
          <HeaderCell sort={sorts.name}>Name</HeaderCell>
          {columns.map((name) => (
            <HeaderCell key={name}>{name}</HeaderCell>
          ))}
          <HeaderCell sort={sorts.email}>Access email</HeaderCell>
          <HeaderCell sort={sorts.username}>Username</HeaderCell>
          <HeaderCell sort={sorts.created}>Created</HeaderCell>
          <HeaderCell>
            <span className="-my-2 inline-flex items-center gap-1">
              Status
              <StatusMeaningsButton />
            </span>
          </HeaderCell>
          <HeaderCell>Role</HeaderCell>
        </TableHead>
        <HtmlRows rows={html`${unpack(items).map((item) => rowHtml(item, { org, selectable, removed }))}`} />
      </Table>
    </div>
  );
}

const BOUNCED = html`<span class="ms-2 ${statusMarkLook("error", "cross")}">Bounced</span>`;

type RowLook = Pick<UsersTableProps, "org" | "selectable" | "removed">;

function rowHtml(item: UserItem, { org, selectable, removed }: RowLook): Html {
  const { id, name, accessEmail, hasBounced = false, username, created, status, role, cells = [] } = item;
  return html`
    <tr${removed && MUTED}>
      ${selectable && selectCellHtml("ids", id, `Select ${name}`)}
      <th scope="row"><a href="${routes.user(org, id)}">${name}</a></th>
      ${cells.map((cell) => html`<td>${cell}</td>`)}
      <td>${accessEmail}${hasBounced && BOUNCED}</td>
      <td>${username}</td>
      <td>${created}</td>
      <td>${userStatusHtml(status, removed)}</td>
      <td>${ROLE_LABELS[role]}</td>
    </tr>`;
}

const LABELS = ["Access email", "Username", "Created", "Status", "Role"];

const MUTED = html` class="muted"`;

// Long addresses may break anywhere, days and roles nowhere; counted from the end, as not everyone has a box before.
const looks = [
  "[&_td:nth-last-child(5)]:wrap-anywhere [&_td:nth-last-child(4)]:wrap-anywhere",
  "[&_td:nth-last-child(3)]:whitespace-nowrap [&_td:nth-last-child(1)]:whitespace-nowrap [&_tbody_th]:min-w-36",
].join(" ");
