import { HeaderCell, Table, TableBody, TableHead } from "@/components/ui/table";
import { STAYS_BECAUSE } from "@/lib/imports/leavers/guard";
import type { Leaver } from "@/lib/imports/leavers/queries";
import { routes } from "@/lib/routes";

/** People who are not in a file, and what suspending them all would do with each. */
export function LeaversTable({ org, people }: { org: string; people: Leaver[] }) {
  return (
    <Table
      caption="People who are not in the file"
      stacked
      labels={["", "Access email", "Username", "If suspended"]}
    >
      <TableHead>
        <HeaderCell>Name</HeaderCell>
        <HeaderCell>Access email</HeaderCell>
        <HeaderCell>Username</HeaderCell>
        <HeaderCell>If all are suspended</HeaderCell>
      </TableHead>
      <TableBody>
        {people.map(({ id, name, accessEmail, username, stays }) => (
          <tr key={id} className={stays ? "muted" : undefined}>
            <th scope="row">
              <a href={routes.user(org, id)}>{name}</a>
            </th>
            <td className="wrap-anywhere">{accessEmail}</td>
            <td className="wrap-anywhere">{username}</td>
            <td>{stays ? `Stays: ${STAYS_BECAUSE[stays]}` : "Is suspended"}</td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}
