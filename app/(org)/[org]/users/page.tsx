import Download from "lucide-react/icons/download";
import Upload from "lucide-react/icons/upload";
import UserPlus from "lucide-react/icons/user-plus";
import type { Metadata } from "next";
import * as actions from "@/app/(org)/[org]/users/actions";
import { Button } from "@/components/ui/button";
import { buttonLook } from "@/components/ui/button-look";
import { formatCount } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { BulkForm } from "@/components/users/bulk-form";
import type { BulkKind } from "@/components/users/bulk-words";
import { NoUsers } from "@/components/users/no-users";
import { SoftLinks } from "@/components/users/soft-links";
import { StatusMeanings } from "@/components/users/status-meanings";
import { UsersFilter } from "@/components/users/users-filter";
import { UsersTable } from "@/components/users/users-table";
import { requireActor } from "@/lib/auth/guard";
import type { Actor } from "@/lib/permissions/actor";
import { can, rolesToGive } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { readUserListQuery, type UserListQuery, userListSearchParams } from "@/lib/users/list";
import { COUNT_MAX, listUsers, type UserPage } from "@/lib/users/queries";
import { RESTORE_DAYS } from "@/lib/users/where";

export const metadata: Metadata = { title: "Users" };

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function UsersPage({ params, searchParams }: Props) {
  const { org } = await params;
  const actor = await requireActor(org, "users.read");
  const query = readUserListQuery(await searchParams);
  const page = await listUsers(actor, query);
  const here = { ...query, after: null, before: null };
  const kinds = kindsFor(actor, query);
  const total = page.totalIsExact ? formatCount(page.total) : `${formatCount(COUNT_MAX)}+`;
  const table = <UsersTable org={org} query={query} rows={page.rows} selectable={kinds.length > 0} />;
  return (
    <>
      <PageHeader title="Users" actions={<PageActions actor={actor} query={here} />} />
      <UsersFilter org={org} query={query} found={`${total} ${page.total === 1 ? "user" : "users"}`} />
      {page.rows.length === 0 ? (
        <NoUsers actor={actor} query={query} total={page.total} />
      ) : kinds.length > 0 ? (
        <BulkForm
          org={org}
          filter={{ search: query.search, status: query.status, role: query.role }}
          total={page.totalIsExact ? page.total : null}
          kinds={kinds}
          roles={rolesToGive(actor)}
          actions={{ ...actions, count: actions.countUsers, plan: actions.planChange }}
        >
          {table}
        </BulkForm>
      ) : (
        table
      )}
      <Pages org={org} here={here} page={page}>
        {page.rows.length > 0 && `${formatCount(page.rows.length)} of ${total}`}
      </Pages>
      <StatusMeanings restoreDays={RESTORE_DAYS} />
      <SoftLinks />
    </>
  );
}
