import type { Metadata } from "next";
import { PeopleFilter, PeopleForm } from "@/app/(org)/[org]/users/people-form";
import { WaitingNotice } from "@/components/imports/waiting-notice";
import { Button } from "@/components/ui/button";
import { dayInWords } from "@/components/ui/dates";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import { pack } from "@/components/ui/packed";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SoftLinks } from "@/components/ui/soft-links";
import type { BulkKind } from "@/components/users/bulk-words";
import { GroupNote } from "@/components/users/group-note";
import { ImportNote } from "@/components/users/import-note";
import { pageLinks, sortLinks } from "@/components/users/list-links";
import { NoUsers } from "@/components/users/no-users";
import { ServiceNote } from "@/components/users/service-note";
import { StatusMeanings } from "@/components/users/status-meanings";
import { type UserItem, UsersTable } from "@/components/users/users-table";
import { requireActor } from "@/lib/auth/guard";
import { groupName } from "@/lib/groups/list-queries";
import { findWaiting } from "@/lib/imports/approval-queries";
import { findFileName } from "@/lib/imports/queries";
import type { Actor } from "@/lib/permissions/actor";
import { can, rolesToGive } from "@/lib/permissions/can";
import { knownQuery } from "@/lib/properties/list-queries";
import type { Property } from "@/lib/properties/types";
import { routes } from "@/lib/routes";
import { serviceName } from "@/lib/services/list-queries";
import { chosenCells } from "@/lib/users/column-queries";
import { chosenColumns } from "@/lib/users/columns";
import { EXPORT_FORMATS } from "@/lib/users/export";
import type { UserFilter } from "@/lib/users/filter";
import { readUserListQuery, type UserListQuery, userListSearchParams } from "@/lib/users/list";
import type { UserRow } from "@/lib/users/listed";
import { COUNT_MAX, listUsers, type UserPage } from "@/lib/users/queries";
import { UNDO_PERMISSIONS } from "@/lib/users/undo/kinds";

export const metadata: Metadata = { title: "Users" };

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function UsersPage({ params, searchParams }: Props) {
  const { org } = await params;
  const actor = await requireActor(org, "users.read");
  const asked = readUserListQuery(await searchParams);
  const { query, properties, texts } = await knownQuery(actor, asked);
  const mayImport = can(actor, "users.import.commit");
  const maySeeGroups = can(actor, "groups.read");
  const maySeeServices = can(actor, "services.read");
  const [page, waiting, fileName, group, service] = await Promise.all([
    listUsers(actor, query),
    mayImport ? findWaiting(actor) : undefined,
    query.importId && can(actor, "users.import.read") ? findFileName(actor, query.importId) : null,
    query.groupId && maySeeGroups ? groupName(actor, query.groupId) : null,
    query.serviceId && maySeeServices ? serviceName(actor, query.serviceId) : null,
  ]);
  const total = page.totalIsExact ? formatCount(page.total) : `${formatCount(COUNT_MAX)}+`;
  return (
    <>
      <PageHeader title="Users" actions={<PageActions actor={actor} query={query} />} />
      {waiting && <WaitingNotice org={org} waiting={waiting} />}
      <PeopleFilter
        org={org}
        filter={filterOf(query)}
        sort={userListSearchParams(query).sort}
        properties={properties.map(({ id, name, type, choices }) => ({ id, name, type, choices }))}
        texts={texts}
        groups={maySeeGroups ? { chosen: group } : null}
        services={maySeeServices ? { chosen: service } : null}
        columns={query.columns ?? []}
        found={`${total} ${page.total === 1 ? "user" : "users"}`}
      />
      <ImportNote org={org} query={query} fileName={fileName} />
      <GroupNote org={org} query={query} name={group} mayRead={maySeeGroups} />
      <ServiceNote org={org} query={query} name={service} mayRead={maySeeServices} />
      <People actor={actor} query={query} page={page} properties={properties} />
      {(page.previous || page.next) && (
        <Pagination label="Pages of users" {...pageLinks(org, query, page)}>
          {formatCount(page.rows.length)} of {total}
        </Pagination>
      )}
      <StatusMeanings />
      <SoftLinks />
    </>
  );
}

type ViewProps = { actor: Actor; query: UserListQuery };

function PageActions({ actor, query }: ViewProps) {
  const { slug } = actor.organization;
  const view = userListSearchParams({ ...query, after: null, before: null });
  return (
    <>
      {mayChangeMany(actor) && (
        <Button href={routes.changesOfMany(slug)} variant="ghost" icon={<Icon name="undo-2" />}>
          Bulk changes
        </Button>
      )}
      {can(actor, "users.export") && actor.exportAllowed !== false && (
        <Menu label="Export" variant="ghost" icon={<Icon name="download" />}>
          {EXPORT_FORMATS.map((format) => (
            <a
              key={format}
              role="menuitem"
              tabIndex={-1}
              className="menu-item"
              href={routes.usersExport(slug, { ...view, format })}
              download
            >
              As {format.toUpperCase()}
            </a>
          ))}
        </Menu>
      )}
      {can(actor, "users.import.prepare") && (
        <Button href={routes.imports(slug)} icon={<Icon name="upload" />}>
          Import
        </Button>
      )}
      {can(actor, "users.import.prepare") && (
        <Button href={routes.typedRows(slug)} icon={<Icon name="list-checks" />}>
          Add many
        </Button>
      )}
      {can(actor, "users.create") && (
        <Button href={routes.newUser(slug)} variant="primary" icon={<Icon name="user-plus" />}>
          Add user
        </Button>
      )}
    </>
  );
}

/** Whoever may change many finds here how that stands, and takes it back. */
const mayChangeMany = (actor: Actor) =>
  Object.values(UNDO_PERMISSIONS).some((permission) => can(actor, permission));

type PeopleProps = ViewProps & { page: UserPage; properties: Property[] };

async function People({ actor, query, page, properties }: PeopleProps) {
  const { slug } = actor.organization;
  const kinds = bulkKinds(actor, query, properties);
  const mayPrint = query.status !== "removed" && can(actor, "users.credentials.issue");
  const mayMessage = query.status !== "removed" && can(actor, "messages.send");
  const mayNumber = query.status !== "removed" && can(actor, "telephony.update");
  if (page.rows.length === 0) {
    const mayAdd = can(actor, "users.create");
    const mayImport = can(actor, "users.import.prepare");
    return <NoUsers org={slug} query={query} total={page.total} mayAdd={mayAdd} mayImport={mayImport} />;
  }
  const columns = chosenColumns(query.columns, properties);
  const cells = columns.length > 0 ? await chosenCells(actor, columns, page.rows) : null;
  const table = (
    <UsersTable
      org={slug}
      items={pack(page.rows.map((row, index) => itemOf(row, cells?.[index])))}
      columns={columns.map(({ name }) => name)}
      sorts={sortLinks(slug, query)}
      selectable={kinds.length > 0 || mayPrint || mayMessage || mayNumber}
      removed={query.status === "removed"}
    />
  );
  if (kinds.length === 0 && !mayPrint && !mayMessage && !mayNumber) return table;
  return (
    <PeopleForm
      org={slug}
      filter={filterOf(query)}
      total={page.totalIsExact ? page.total : null}
      kinds={kinds}
      mayPrint={mayPrint}
      mayNumber={mayNumber}
      mayMessage={mayMessage}
      roles={rolesToGive(actor).reverse()}
    >
      {table}
    </PeopleForm>
  );
}

const filterOf = ({
  search,
  status,
  role,
  importId,
  groupId,
  serviceId,
  properties,
}: UserListQuery): UserFilter => ({
  search,
  status,
  role,
  importId,
  groupId,
  ...(serviceId ? { serviceId } : {}),
  ...(properties ? { properties } : {}),
});

/** What the actor may do to many in this view. */
function bulkKinds(actor: Actor, { status }: UserListQuery, properties: readonly Property[]): BulkKind[] {
  const maySet = properties.some(({ isUnique }) => !isUnique) && can(actor, "users.update");
  const allowed = (permitted: boolean, ...kinds: BulkKind[]) => (permitted ? kinds : []);
  if (status === "removed") return allowed(can(actor, "users.remove"), "restore");
  return [
    ...allowed(can(actor, "users.suspend"), "suspend", "reactivate"),
    ...allowed(can(actor, "users.role.update"), "changeRole"),
    ...allowed(can(actor, "users.groups.update") && can(actor, "groups.read"), "joinGroup", "leaveGroup"),
    ...allowed(can(actor, "users.role.update") && can(actor, "users.groups.update"), "giveRights"),
    ...allowed(can(actor, "services.assign"), "assignService", "withdrawService"),
    ...allowed(can(actor, "users.policies.update"), "sayPolicy"),
    ...allowed(maySet, "setProperty"),
    ...allowed(can(actor, "users.remove"), "remove"),
  ];
}

function itemOf(
  { firstName, lastName, createdAt, hasBounced, ...shown }: UserRow,
  cells?: string[],
): UserItem {
  const { properties: _, ...row } = shown;
  const marks = { ...(hasBounced ? { hasBounced } : {}), ...(cells ? { cells } : {}) };
  return { ...row, ...marks, name: `${firstName} ${lastName}`, created: dayInWords(createdAt) };
}
