import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { BOOK_FIELDS, type BookEntry, type BookField, bookFieldLabel } from "@/lib/address-book/fields";
import { routes } from "@/lib/routes";

type BookTableProps = {
  org: string;
  entries: BookEntry[];
  /** Whether a name leads to the person's page. */
  linksToPeople: boolean;
};

/** People as the address book shows them; a column that nobody on the page has anything in is left out. */
export function BookTable({ org, entries, linksToPeople }: BookTableProps) {
  const fields = BOOK_FIELDS.filter((field) => entries.some((entry) => entry[field]));
  const labels = fields.map(bookFieldLabel);
  return (
    <Table caption="Address book" stacked labels={["", ...labels, ""]}>
      <TableHead>
        <HeaderCell>Name</HeaderCell>
        {labels.map((label) => (
          <HeaderCell key={label}>{label}</HeaderCell>
        ))}
        <HeaderCell>
          <VisuallyHidden>Card</VisuallyHidden>
        </HeaderCell>
      </TableHead>
      <TableBody>
        {entries.map((entry) => {
          const name = `${entry.firstName} ${entry.lastName}`;
          return (
            <Row key={entry.id}>
              <Cell strong>
                {linksToPeople ? <Link href={routes.user(org, entry.id)}>{name}</Link> : name}
              </Cell>
              {fields.map((field) => (
                <Cell key={field} nowrap={field !== "company"}>
                  <Value field={field} value={entry[field]} />
                </Cell>
              ))}
              <Cell actions>
                <a
                  href={routes.vcard(org, entry.id)}
                  download
                  className="btn btn-ghost btn-sm"
                  aria-label={`vCard of ${name}`}
                >
                  <Icon name="download" />
                  vCard
                </a>
              </Cell>
            </Row>
          );
        })}
      </TableBody>
    </Table>
  );
}

function Value({ field, value }: { field: BookField; value: string | null }) {
  if (!value) return null;
  if (field === "company") return value;
  return <a href={`${field === "accessEmail" ? "mailto" : "tel"}:${value}`}>{value}</a>;
}
