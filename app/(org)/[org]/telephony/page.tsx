import type { Metadata } from "next";
import { addExtensions } from "@/app/(org)/[org]/telephony/actions";
import { TelephonyTabs } from "@/app/(org)/[org]/telephony/tabs";
import { ManyExtensions } from "@/components/telephony/many-extensions";
import { ReachMark } from "@/components/telephony/reach-mark";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { SearchField } from "@/components/ui/search-field";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireActor } from "@/lib/auth/guard";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { isNumber } from "@/lib/telephony/numbers";
import { type ExtensionListed, listExtensions } from "@/lib/telephony/queries";
import { EXTENSION_TYPE_LABELS } from "@/lib/telephony/words";

export const metadata: Metadata = { title: "Telephony" };

const SEARCH_LENGTH_MAX = 200;

type Query = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ org: string }>; searchParams: Promise<Query> };

export default async function TelephonyPage({ params, searchParams }: Props) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const actor = await requireActor(org, "telephony.read");
  const search = textOf(query.search).slice(0, SEARCH_LENGTH_MAX);
  const after = isNumber(textOf(query.after)) ? textOf(query.after) : null;
  const { rows, next, total } = await listExtensions(actor, { search, after });
  const mayChange = can(actor, "telephony.update");
  const seesPeople = can(actor, "users.read");
  return (
    <>
      <PageHeader
        title="Telephony"
        description="Numbers inside your organization, who has them, and whether a call would reach them now."
        actions={
          mayChange && (
            <>
              <ManyExtensions org={org} make={addExtensions} />
              <Button href={routes.extension(org, "new")} variant="primary" icon={<Icon name="plus" />}>
                New extension
              </Button>
            </>
          )
        }
      />
      <TelephonyTabs org={org} current="extensions" />
      {total === 0 && search === "" ? (
        <EmptyState
          icon={<Icon name="phone" size={20} />}
          title="No extensions yet"
          actions={
            mayChange && (
              <Button href={routes.extension(org, "new")} variant="primary" icon={<Icon name="plus" />}>
                New extension
              </Button>
            )
          }
        >
          Make one for each person who is called, or many at once from a range. People get one from here, from
          their own page, or when they are added.
        </EmptyState>
      ) : (
        <>
          <form action={routes.telephony(org)} className="mb-4 max-w-sm">
            <SearchField
              label="Search extensions"
              name="search"
              defaultValue={search}
              placeholder="A number, name or username"
              className="w-full"
            />
          </form>
          <p className="mb-2 text-muted" role="status">
            {total === 1 ? "1 extension" : `${formatCount(total)} extensions`}
            {search && ` for “${search}”`}
          </p>
          <Table caption="Extensions" stacked labels={["", "Given to", "Type", "Login", "Voicemail", "Now"]}>
            <TableHead>
              <HeaderCell>Number</HeaderCell>
              <HeaderCell>Given to</HeaderCell>
              <HeaderCell>Type</HeaderCell>
              <HeaderCell>Login</HeaderCell>
              <HeaderCell>Voicemail</HeaderCell>
              <HeaderCell>Now</HeaderCell>
            </TableHead>
            <TableBody>
              {rows.map((extension) => (
                <Row key={extension.id}>
                  <Cell strong>
                    <Link href={routes.extension(org, extension.id)}>{extension.number}</Link>
                    {extension.displayName && (
                      <p className="font-normal text-muted">{extension.displayName}</p>
                    )}
                  </Cell>
                  <Cell>
                    <GivenTo org={org} extension={extension} linked={seesPeople} />
                  </Cell>
                  <Cell>
                    {EXTENSION_TYPE_LABELS[extension.type]}
                    {extension.type === "sip" && !extension.hasSecret && (
                      <p className="text-muted">Needs a secret</p>
                    )}
                  </Cell>
                  <Cell>{extension.forceLogin ? "Forced" : "Not needed"}</Cell>
                  <Cell>{extension.voicemail ? "On" : "Off"}</Cell>
                  <Cell>
                    <ReachMark extension={extension} />
                  </Cell>
                </Row>
              ))}
            </TableBody>
          </Table>
          {(after || next) && (
            <p className="mt-4 flex gap-4">
              {after && <Link href={routes.telephony(org, { search })}>First page</Link>}
              {next && <Link href={routes.telephony(org, { search, after: next })}>Next page</Link>}
            </p>
          )}
        </>
      )}
    </>
  );
}

function GivenTo({ org, extension, linked }: { org: string; extension: ExtensionListed; linked: boolean }) {
  const { user, formerName } = extension;
  if (user) return linked ? <Link href={routes.user(org, user.id)}>{user.name}</Link> : user.name;
  return <span className="text-muted">{formerName ? `Nobody; ${formerName} was removed` : "Nobody"}</span>;
}

const textOf = (given: string | string[] | undefined) => (typeof given === "string" ? given : "");
