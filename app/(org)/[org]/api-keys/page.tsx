import type { Metadata } from "next";
import { makeKey, revokeKey, rotateKey } from "@/app/(org)/[org]/api-keys/actions";
import { KeyStatus } from "@/components/api-keys/key-status";
import { MakeKey } from "@/components/api-keys/make-key";
import { RevokeKey } from "@/components/api-keys/revoke-key";
import { RotateKey } from "@/components/api-keys/rotate-key";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { dayInWords, timeInWords } from "@/components/ui/dates";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { opens } from "@/components/ui/invoker";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { ENDED_KEYS_MAX, listApiKeys } from "@/lib/api-keys/queries";
import { ALL_API_SCOPES, API_SCOPES } from "@/lib/api-keys/scopes";
import { daysLeft, keyStatusOf } from "@/lib/api-keys/status";
import { requireActor } from "@/lib/auth/guard";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "API keys" };

const MAKE = "make-key";

export default async function ApiKeysPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "apiKeys.read");
  const mayChange = can(actor, "apiKeys.update");
  const now = new Date();
  const listed = await listApiKeys(actor);
  const keys = listed.keys.map((key) => ({ ...key, status: keyStatusOf(key, now) }));
  const ending = keys.filter(
    ({ status, isReplaced, expiresAt }) =>
      status === "active" && !isReplaced && daysLeft(expiresAt, now) !== null,
  );
  const buttons = (
    <>
      <Button href={routes.apiReference(org)}>API reference</Button>
      {mayChange && (
        <Button variant="primary" icon={<Icon name="plus" />} {...opens(MAKE)}>
          Make a key
        </Button>
      )}
    </>
  );
  return (
    <>
      <PageHeader
        title="API keys"
        description="With a key a program acts in the name of whoever made it: never beyond its scopes, and never beyond what that person may do at the time. Times are UTC."
        actions={buttons}
      />
      {ending.length > 0 && (
        <div className="mb-5 max-w-3xl">
          <Alert
            tone="warning"
            title={ending.length === 1 ? "A key ends soon" : `${ending.length} keys end soon`}
          >
            {ending.map(({ name, expiresAt }) => `${name} holds until ${dayInWords(expiresAt)}.`).join(" ")}{" "}
            Replace them in time, so that the programs that use them go on.
          </Alert>
        </div>
      )}
      {keys.length === 0 ? (
        <EmptyState icon={<Icon name="key-round" size={20} />} title="No keys yet">
          Make one for each program that imports people here, so that each can be revoked by itself.
        </EmptyState>
      ) : (
        <Table
          caption="API keys"
          stacked
          labels={["", "Status", "Begins with", "Scopes", "Made by", "Expires", "Last used"]}
        >
          <TableHead>
            <HeaderCell>Name</HeaderCell>
            <HeaderCell>Status</HeaderCell>
            <HeaderCell>Begins with</HeaderCell>
            <HeaderCell>Scopes</HeaderCell>
            <HeaderCell>Made by</HeaderCell>
            <HeaderCell>Expires</HeaderCell>
            <HeaderCell>Last used</HeaderCell>
            <HeaderCell>
              <span className="sr-only">Actions</span>
            </HeaderCell>
          </TableHead>
          <TableBody>
            {keys.map((key) => (
              <Row key={key.id} muted={key.status !== "active"}>
                <Cell strong>{key.name}</Cell>
                <Cell>
                  <KeyStatus status={key.status} />
                </Cell>
                <Cell>
                  <code>{key.prefix}</code>
                </Cell>
                <Cell>{key.scopes.join(", ")}</Cell>
                <Cell>{key.makerName}</Cell>
                <Cell nowrap>
                  {dayInWords(key.expiresAt)}
                  {key.status === "active" && key.isReplaced && (
                    <span className="block text-dense text-muted">Replaced by a new one</span>
                  )}
                </Cell>
                <Cell nowrap>
                  {key.lastUsedAt ? timeInWords(key.lastUsedAt) : "Never"}
                  {key.lastUsedFrom && (
                    <span className="block text-dense text-muted">from {key.lastUsedFrom}</span>
                  )}
                </Cell>
                <Cell actions>
                  {mayChange && (
                    <span className="inline-flex flex-wrap justify-end gap-2">
                      {(key.status === "active" || key.isReplaced) && (
                        <RotateKey
                          org={org}
                          keyId={key.id}
                          name={key.name}
                          isReplaced={key.isReplaced}
                          rotate={rotateKey}
                        />
                      )}
                      {key.status === "active" && (
                        <RevokeKey org={org} keyId={key.id} name={key.name} revoke={revokeKey} />
                      )}
                    </span>
                  )}
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
      {listed.isCut && (
        <p className="mt-3 text-dense text-muted">
          Of the keys that are revoked or have expired only the {ENDED_KEYS_MAX} newest are listed.
        </p>
      )}
      {mayChange && (
        <MakeKey
          id={MAKE}
          org={org}
          scopes={ALL_API_SCOPES.map((value) => ({ value, hint: API_SCOPES[value] }))}
          make={makeKey}
        />
      )}
    </>
  );
}
