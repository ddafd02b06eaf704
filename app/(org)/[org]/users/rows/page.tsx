import type { Metadata } from "next";
import { searchMirror } from "@/app/(org)/[org]/users/actions";
import { adviseOnNewPassword } from "@/app/(org)/[org]/users/new/actions";
import { createRows } from "@/app/(org)/[org]/users/rows/actions";
import { TypedRows } from "@/components/typed-rows/typed-rows";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { credentialPolicyOf } from "@/lib/credentials/policy";
import { rightsOffered } from "@/lib/grants/offered";
import { typedChoices } from "@/lib/imports/typed/queries";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { servicesToGive } from "@/lib/services/queries";

export const metadata: Metadata = { title: "Add many users" };

export default async function RowsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "users.import.prepare");
  const mayCreate = can(actor, "users.import.commit");
  const mayIssue = mayCreate && can(actor, "users.credentials.issue");
  const { lengthMin } = await credentialPolicyOf(actor.organization.id);
  return (
    <>
      <PageHeader
        title="Add many users"
        description="Type them in rows, or paste a block of cells from a spreadsheet. Nobody is created before every row is right."
        breadcrumbs={[{ label: "Users", href: routes.users(org) }]}
      />
      <TypedRows
        org={org}
        organizationId={actor.organization.id}
        userId={actor.userId}
        choices={await typedChoices(actor)}
        mayCreate={mayCreate}
        rights={
          mayCreate
            ? {
                offered: await rightsOffered(actor),
                search: searchMirror,
                services: can(actor, "services.assign") ? await servicesToGive(actor) : [],
              }
            : null
        }
        passwords={mayIssue ? { lengthMin, advise: adviseOnNewPassword } : null}
        create={createRows}
      />
    </>
  );
}
