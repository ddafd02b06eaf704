"use client";

import { Cell, HeaderCell, Row, type Sort, Table, TableBody, TableHead } from "@/components/ui/table";
import { SelectAllCell, SelectCell } from "@/components/ui/table-select";
import { StatusMeaningsButton } from "@/components/users/status-meanings";
import { UserStatus } from "@/components/users/user-status";
import { ROLE_LABELS, type Role } from "@/lib/permissions/roles";
import { routes } from "@/lib/routes";
import type { Status } from "@/lib/users/status";

/** A row as it is shown. Its day is written by the server: browsers shorten the names of months in their own ways. */
export type UserItem = {
  id: string;
  name: string;
  accessEmail: string;
  username: string;
  created: string;
  status: Status;
  role: Role;
};

type UsersTableProps = {
  org: string;
  items: UserItem[];
  sorts: Record<"name" | "email" | "username" | "created", Sort>;
  /** Whether rows can be chosen, for those who may do something with them. */
  selectable: boolean;
  /** Whether these people have been removed. */
  removed: boolean;
};

/**
 * The table of people. It is client code for its size alone: so its rows travel once as data and once as HTML, and
 * not a second time as elements, which is a third of the page.
 */
export function UsersTable({ org, items, sorts, selectable, removed }: UsersTableProps) {
  return (
    <div className={looks}>
      <Table caption="Users" stacked>
        <TableHead>
          {selectable && <SelectAllCell label="Select all users on this page" />}
          <HeaderCell sort={sorts.name}>Name</HeaderCell>
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
        <TableBody>
          {items.map((user) => (
            <Row key={user.id} muted={removed}>
              {selectable && <SelectCell name="ids" value={user.id} label={`Select ${user.name}`} />}
              <Cell strong>
                <a href={routes.user(org, user.id)} data-soft="" className="quiet-link">
                  {user.name}
                </a>
              </Cell>
              <Cell label="Access email">{user.accessEmail}</Cell>
              <Cell label="Username">{user.username}</Cell>
              <Cell label="Created" nowrap>
                {user.created}
              </Cell>
              <Cell label="Status">
                <UserStatus status={user.status} removed={removed} />
              </Cell>
              <Cell label="Role" nowrap>
                {ROLE_LABELS[user.role]}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

// Long addresses may break anywhere; by their labels, because cells have no classes of their own.
const looks =
  "[&_[data-label='Access_email']]:wrap-anywhere [&_[data-label=Username]]:wrap-anywhere [&_tbody_th]:min-w-36";
