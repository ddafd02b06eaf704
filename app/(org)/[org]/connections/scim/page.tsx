import type { Metadata } from "next";
import {
  endScimConnection,
  makeScimConnection,
  makeScimToken,
} from "@/app/(org)/[org]/connections/scim/actions";
import { ConnectionStatus } from "@/components/scim/connection-status";
import { MakeConnection } from "@/components/scim/make-connection";
import { RevokeConnection } from "@/components/scim/revoke-connection";
import { RotateToken } from "@/components/scim/rotate-token";
import { Button } from "@/components/ui/button";
import { dayInWords, timeInWords } from "@/components/ui/dates";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { opens } from "@/components/ui/invoker";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireActor } from "@/lib/auth/guard";
import { publicUrl } from "@/lib/env";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { listScimConnections, type ScimConnectionListed } from "@/lib/scim/connection-queries";
import { scimStatusOf } from "@/lib/scim/connection-status";

export const metadata: Metadata = { title: "SCIM connections" };

const MAKE = "make-scim-connection";

export default async function ScimConnectionsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "connections.read");
  const mayChange = can(actor, "connections.update");
  const now = new Date();
  const connections = (await listScimConnections(actor)).map((each) => ({
    ...each,
    status: scimStatusOf(each, now),
  }));
  return (
    <>
      <PageHeader
        title="SCIM connections"
        description="By SCIM a directory such as Microsoft Entra or Okta adds, changes and suspends people here, and keeps groups in step. A connection acts in the name of whoever made its token, and never beyond what they may do. Times are UTC."
        actions={
          mayChange && (
            <Button variant="primary" icon={<Icon name="plus" />} {...opens(MAKE)}>
              Make a connection
            </Button>
          )
        }
      />
      <p className="mb-5 text-dense">
        <span className="text-muted">Tenant URL: </span>
        <code className="break-all">{publicUrl() + routes.scim()}</code>
      </p>
      {connections.length === 0 ? (
        <EmptyState icon={<Icon name="link" size={20} />} title="No connections yet">
          {mayChange
            ? "Make one for each directory: it shows the token that goes into the directory’s provisioning settings."
            : "An organization admin makes them."}
        </EmptyState>
      ) : (
        <Table
          caption="SCIM connections"
          stacked
          labels={["", "Status", "Linked", "Settings", "Token", "Made by", "Expires", "Last used"]}
        >
          <TableHead>
            <HeaderCell>Name</HeaderCell>
            <HeaderCell>Status</HeaderCell>
            <HeaderCell>Linked</HeaderCell>
            <HeaderCell>Settings</HeaderCell>
            <HeaderCell>Token</HeaderCell>
            <HeaderCell>Made by</HeaderCell>
            <HeaderCell>Expires</HeaderCell>
            <HeaderCell>Last used</HeaderCell>
            <HeaderCell>
              <span className="sr-only">Actions</span>
            </HeaderCell>
          </TableHead>
          <TableBody>
            {connections.map(({ status, ...connection }) => {
              const { id, name, tokens } = connection;
              const [token] = tokens;
              const lastUsedAt = lastUseOf(connection);
              return (
                <Row key={id} muted={status === "revoked"}>
                  <Cell strong>{name}</Cell>
                  <Cell>
                    <ConnectionStatus status={status} />
                  </Cell>
                  <Cell>{linkedWords(connection)}</Cell>
                  <Cell>{settingsWords(connection)}</Cell>
                  <Cell>
                    <code>{token?.prefix}</code>
                  </Cell>
                  <Cell>{token?.makerName}</Cell>
                  <Cell nowrap>{token && dayInWords(token.expiresAt)}</Cell>
                  <Cell nowrap>{lastUsedAt ? timeInWords(lastUsedAt) : "Never"}</Cell>
                  <Cell actions>
                    {mayChange && status !== "revoked" && (
                      <span className="flex flex-wrap gap-2">
                        <RotateToken org={org} connectionId={id} name={name} rotate={makeScimToken} />
                        <RevokeConnection
                          org={org}
                          connectionId={id}
                          name={name}
                          people={connection.people}
                          revoke={endScimConnection}
                        />
                      </span>
                    )}
                  </Cell>
                </Row>
              );
            })}
          </TableBody>
        </Table>
      )}
      {mayChange && <MakeConnection id={MAKE} org={org} make={makeScimConnection} />}
    </>
  );
}

function lastUseOf({ tokens }: ScimConnectionListed): Date | null {
  const times = tokens.flatMap(({ lastUsedAt }) => lastUsedAt?.getTime() ?? []);
  return times.length > 0 ? new Date(Math.max(...times)) : null;
}

function linkedWords({ people, groups }: ScimConnectionListed): string {
  const peopleWords = `${formatCount(people)} ${people === 1 ? "person" : "people"}`;
  return groups > 0
    ? `${peopleWords}, ${formatCount(groups)} ${groups === 1 ? "group" : "groups"}`
    : peopleWords;
}

function settingsWords({ sendsInvitations, writesRoles }: ScimConnectionListed): string {
  const words = [
    ...(sendsInvitations ? ["Invites new people"] : []),
    ...(writesRoles ? ["Changes roles"] : []),
  ];
  return words.join(", ") || "Usual";
}
