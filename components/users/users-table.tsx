import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { SelectAllCell, SelectCell } from "@/components/ui/table-select";
import { dayInWords } from "@/components/users/dates";
import { StatusMeaningsButton } from "@/components/users/status-meanings";
import { UserStatus } from "@/components/users/user-status";
import { ROLE_LABELS } from "@/lib/permissions/roles";
import { routes } from "@/lib/routes";
import { type Sort, type UserListQuery, userListSearchParams } from "@/lib/users/list";
import type { UserRow } from "@/lib/users/queries";

type UsersTableProps = {
  org: string;
  query: UserListQuery;
  rows: UserRow[];
  /** Whether rows can be chosen, for those who may do something with them. */
  selectable: boolean;
};

export function UsersTable({ org, query, rows, selectable }: UsersTableProps) {
  const removed = query.status === "removed";
  const head = (sort: Sort, words: string) => (
    <HeaderCell sort={sortBy(org, query, sort)}>{words}</HeaderCell>
  );
  return (
    <div className={looks}>
      <Table caption="Users" stacked>
        <TableHead>
          {selectable && <SelectAllCell label="Select all users on this page" />}
          {head("name", "Name")}
          {head("email", "Access email")}
          {head("username", "Username")}
          {head("created", "Created")}
          <HeaderCell>
            <span className="-my-2 inline-flex items-center gap-1">
              Status
              <StatusMeaningsButton />
            </span>
          </HeaderCell>
          <HeaderCell>Role</HeaderCell>
        </TableHead>
        <TableBody>
          {rows.map((user) => (
            <Row key={user.id} muted={removed}>
              {selectable && (
                <SelectCell name="ids" value={user.id} label={`Select ${user.firstName} ${user.lastName}`} />
              )}
              <Cell strong>
                <a href={routes.user(org, user.id)} data-soft="" className="quiet-link">
                  {user.firstName} {user.lastName}
                </a>
              </Cell>
              <Cell label="Access email">{user.accessEmail}</Cell>
              <Cell label="Username">{user.username}</Cell>
              <Cell label="Created" nowrap>
                {dayInWords(user.createdAt)}
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

// Cells have no classes of their own; long addresses may break anywhere. On a phone the head is its first box alone.
const looks =
  "[&_[data-label='Access_email']]:wrap-anywhere [&_[data-label=Username]]:wrap-anywhere [&_tbody_th]:min-w-36";

function sortBy(org: string, query: UserListQuery, sort: Sort) {
  const current = query.sort === sort;
  const next = { ...query, sort, descending: current && !query.descending, after: null, before: null };
  return {
    href: routes.users(org, userListSearchParams(next)),
    direction: current ? (query.descending ? ("descending" as const) : ("ascending" as const)) : undefined,
  };
}
