import type { Metadata } from "next";
import { add, check, choosePrimary, remove } from "@/app/(org)/[org]/domains/actions";
import { AddDomain } from "@/components/domains/add-domain";
import { DomainProof } from "@/components/domains/domain-proof";
import { MakePrimary } from "@/components/domains/make-primary";
import { RemoveDomain } from "@/components/domains/remove-domain";
import { Badge } from "@/components/ui/badge";
import { formatCount } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireActor } from "@/lib/auth/guard";
import { type DomainListed, listDomains } from "@/lib/domains/queries";
import { can } from "@/lib/permissions/can";

export const metadata: Metadata = { title: "Domains" };

export default async function DomainsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "settings.read");
  const domains = await listDomains(actor);
  const mayChange = can(actor, "settings.update");
  const proven = domains.filter(({ provenAt }) => provenAt);
  const waiting = domains.filter(({ provenAt }) => !provenAt);
  return (
    <>
      <PageHeader
        title="Domains"
        description="Usernames end in one of these. A domain belongs to one organization at most, and serves once the DNS has shown that it is yours."
      />
      {waiting.map(({ id, name, proof }) => (
        <DomainProof
          key={id}
          org={org}
          id={id}
          name={name}
          proof={proof ?? { name: "", value: "" }}
          check={mayChange ? check : null}
          remove={remove}
        />
      ))}
      <Table caption="Domains" stacked labels={["", "State", "Usernames"]}>
        <TableHead>
          <HeaderCell>Domain</HeaderCell>
          <HeaderCell>State</HeaderCell>
          <HeaderCell>Usernames</HeaderCell>
          <HeaderCell>
            <span className="sr-only">Actions</span>
          </HeaderCell>
        </TableHead>
        <TableBody>
          {proven.map((domain) => (
            <Row key={domain.id}>
              <Cell strong>{domain.name}</Cell>
              <Cell>
                <State domain={domain} />
              </Cell>
              <Cell>{formatCount(domain.people)}</Cell>
              <Cell actions>
                {mayChange && !domain.isPrimary && (
                  <span className="inline-flex flex-wrap justify-end gap-2">
                    <MakePrimary org={org} id={domain.id} name={domain.name} choose={choosePrimary} />
                    <RemoveDomain
                      org={org}
                      id={domain.id}
                      name={domain.name}
                      people={domain.people}
                      kept={domain.removed}
                      others={proven
                        .filter(({ id }) => id !== domain.id)
                        .map(({ id: value, name: label }) => ({ value, label }))}
                      remove={remove}
                    />
                  </span>
                )}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
      {mayChange && <AddDomain org={org} add={add} />}
    </>
  );
}

const State = ({ domain }: { domain: DomainListed }) =>
  domain.isPrimary ? (
    <Badge tone="success" shape="check">
      Primary
    </Badge>
  ) : (
    <Badge>Proven</Badge>
  );
