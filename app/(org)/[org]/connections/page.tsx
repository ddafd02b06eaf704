import type { Metadata } from "next";
import { RunState } from "@/components/connections/run-state";
import { Button } from "@/components/ui/button";
import { buttonLook } from "@/components/ui/button-look";
import { timeInWords } from "@/components/ui/dates";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireActor } from "@/lib/auth/guard";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { KIND_LABELS } from "@/lib/sync/kinds";
import { listConnections } from "@/lib/sync/queries";

export const metadata: Metadata = { title: "Directories" };

export default async function ConnectionsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "connections.read");
  const connections = await listConnections(actor);
  const connect = can(actor, "connections.update") && (
    <Link href={routes.connection(org, "new")} variant="bare" className={buttonLook({ variant: "primary" })}>
      <Icon name="plus" />
      Connect a directory
    </Link>
  );
  return (
    <>
      <PageHeader
        title="Directories"
        description="People are brought over from a directory and kept like it: whoever joins there comes, whoever leaves is suspended. Times are UTC."
        actions={
          <>
            <Button href={routes.scimConnections(org)}>SCIM</Button>
            {connections.length > 0 && connect}
          </>
        }
      />
      {connections.length === 0 ? (
        <EmptyState icon={<Icon name="refresh-cw" size={20} />} title="No directory yet" actions={connect}>
          Connect Microsoft Entra or an LDAP directory, look at what it would bring, and then let it come.
        </EmptyState>
      ) : (
        <Table caption="Directories" stacked labels={["", "Last run", "People", "Next run", "Set up by"]}>
          <TableHead>
            <HeaderCell>Directory</HeaderCell>
            <HeaderCell>Last run</HeaderCell>
            <HeaderCell>People</HeaderCell>
            <HeaderCell>Next run</HeaderCell>
            <HeaderCell>Set up by</HeaderCell>
          </TableHead>
          <TableBody>
            {connections.map(({ id, name, kind, lastRun, people, nextRunAt, pausedBecause, madeBy }) => (
              <Row key={id} muted={pausedBecause !== null}>
                <Cell strong>
                  <Link href={routes.connection(org, id)} variant="quiet">
                    {name}
                  </Link>
                  <p className="text-dense font-normal text-muted">{KIND_LABELS[kind]}</p>
                </Cell>
                <Cell>
                  {lastRun ? (
                    <>
                      <RunState state={lastRun.state} />
                      <p className="text-dense text-muted">{timeInWords(lastRun.begunAt)}</p>
                    </>
                  ) : (
                    "None yet"
                  )}
                </Cell>
                <Cell>{formatCount(people)}</Cell>
                <Cell nowrap>
                  {pausedBecause ? "Paused" : nextRunAt ? timeInWords(nextRunAt) : "By hand"}
                </Cell>
                <Cell>{madeBy}</Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </>
  );
}
