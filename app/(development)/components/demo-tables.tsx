import { people, reviewRows } from "@/app/(development)/components/demo-data";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { SelectionBar } from "@/components/ui/selection-bar";
import { StatusMark } from "@/components/ui/status-mark";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { SelectAllCell, SelectCell } from "@/components/ui/table-select";

export function DemoTable() {
  return (
    <form>
      <Table caption="People of Acme" stacked labels={["", "", "Username", "Status", "Role", "Created"]}>
        <TableHead>
          <SelectAllCell label="Select all people in sight" />
          <HeaderCell sort={{ href: "/components?sort=-name", direction: "ascending" }}>Name</HeaderCell>
          <HeaderCell sort={{ href: "/components?sort=username" }}>Username</HeaderCell>
          <HeaderCell>Status</HeaderCell>
          <HeaderCell>Role</HeaderCell>
          <HeaderCell align="end" sort={{ href: "/components?sort=created" }}>
            Created
          </HeaderCell>
        </TableHead>
        <TableBody>
          {people.map((person) => (
            <Row key={person.username}>
              <SelectCell name="id" value={person.username} label={`Select ${person.name}`} />
              <Cell strong>
                <Link href="/components" variant="quiet" className="inline-flex items-center gap-2.5">
                  <Avatar name={person.name} size="sm" />
                  {person.name}
                </Link>
              </Cell>
              <Cell quiet>{person.username}</Cell>
              <Cell>
                <StatusMark tone={person.tone} shape={person.shape}>
                  {person.status}
                </StatusMark>
              </Cell>
              <Cell>{person.role}</Cell>
              <Cell align="end" quiet nowrap>
                {person.created}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
      <SelectionBar unit={{ one: "person", many: "people" }} total={12_431}>
        <Button size="sm">Message</Button>
        <Button size="sm">Export</Button>
        <Button size="sm" variant="quiet-danger">
          Suspend
        </Button>
      </SelectionBar>
    </form>
  );
}

export function ReviewTable() {
  return (
    <Table caption="Rows of people.csv" density="dense" scroll="box">
      <TableHead>
        <HeaderCell align="end">Line</HeaderCell>
        <HeaderCell>What will happen</HeaderCell>
        <HeaderCell>First name</HeaderCell>
        <HeaderCell>Last name</HeaderCell>
        <HeaderCell>Access email</HeaderCell>
        <HeaderCell>Mobile phone</HeaderCell>
      </TableHead>
      <TableBody>
        {reviewRows.map((row) => (
          <Row key={row.line} tone={row.phoneErrors.length > 0 ? "error" : undefined} muted={row.skipped}>
            <Cell align="end" quiet>
              {row.line}
            </Cell>
            <Cell nowrap>
              <StatusMark tone={row.tone} shape={row.shape}>
                {row.fate}
              </StatusMark>
            </Cell>
            <Cell>{row.first}</Cell>
            <Cell>{row.last}</Cell>
            <Cell>{row.email}</Cell>
            <Cell errors={row.phoneErrors}>{row.phone}</Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
