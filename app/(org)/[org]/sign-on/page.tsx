import type { Metadata } from "next";
import { keepOwnPassword } from "@/app/(org)/[org]/sign-on/actions";
import { KeepersCard } from "@/components/sign-on/keepers-card";
import { SignOnState } from "@/components/sign-on/state-mark";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireActor } from "@/lib/auth/guard";
import { can, canGive } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { KIND_LABELS, KINDS } from "@/lib/sso/provider";
import { listProviders, readKeepers } from "@/lib/sso/queries";

export const metadata: Metadata = { title: "Single sign-on" };

export default async function SignOnPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "connections.read");
  const [providers, keepers] = await Promise.all([listProviders(actor), readKeepers(actor)]);
  const mayChange = can(actor, "connections.update") && canGive(actor, "admin");
  const add = KINDS.map((kind) => (
    <Button key={kind} href={routes.signOnProvider(org, "new", { kind })}>
      Add {KIND_LABELS[kind]}
    </Button>
  ));
  return (
    <>
      <PageHeader
        title="Single sign-on"
        description="People sign in with the organization’s own sign-in in place of a password here, or beside one."
        actions={mayChange && providers.length > 0 ? add : undefined}
      />
      <div className="grid max-w-5xl gap-6">
        {providers.length === 0 ? (
          <EmptyState title="No sign-in of your own yet" actions={mayChange ? add : undefined}>
            Connect Microsoft Entra, Okta, Google Workspace, Keycloak or whatever else speaks OpenID Connect
            or SAML 2.0. It speaks for people at {keepers.domains.join(", ")}. Nothing changes for anybody
            until you have tried it and offer it.
          </EmptyState>
        ) : (
          <Table caption="Sign-on providers" stacked labels={["", "Kind", "State", "Linked people"]}>
            <TableHead>
              <HeaderCell>Provider</HeaderCell>
              <HeaderCell>Kind</HeaderCell>
              <HeaderCell>State</HeaderCell>
              <HeaderCell>Linked people</HeaderCell>
            </TableHead>
            <TableBody>
              {providers.map(({ id, name, kind, state, linked }) => (
                <Row key={id}>
                  <Cell strong>
                    <Link href={routes.signOnProvider(org, id)}>{name}</Link>
                  </Cell>
                  <Cell>{KIND_LABELS[kind]}</Cell>
                  <Cell>
                    <SignOnState state={state} />
                  </Cell>
                  <Cell>{formatCount(linked)}</Cell>
                </Row>
              ))}
            </TableBody>
          </Table>
        )}
        {providers.length > 0 && (
          <KeepersCard org={org} admins={keepers.admins} keep={mayChange ? keepOwnPassword : null} />
        )}
      </div>
    </>
  );
}
