import type { Metadata } from "next";
import { searchMirror } from "@/app/(org)/[org]/users/actions";
import { addUser, adviseOnNewPassword } from "@/app/(org)/[org]/users/new/actions";
import { findPeople } from "@/app/(org)/[org]/users/people-actions";
import { PageHeader } from "@/components/ui/page-header";
import { AddUserForm } from "@/components/users/add-user-form";
import { requireActor } from "@/lib/auth/guard";
import { credentialPolicyOf } from "@/lib/credentials/policy";
import { rightsOffered } from "@/lib/grants/offered";
import { importTargets } from "@/lib/organizations/targets";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { servicesToGive } from "@/lib/services/queries";
import { freeExtensions } from "@/lib/telephony/queries";
import { userFormChoices } from "@/lib/users/user-form-queries";

export const metadata: Metadata = { title: "Add user" };

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function NewUserPage({ params, searchParams }: Props) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const actor = await requireActor(org, "users.create");
  const [choices, rights, services, organizations, { lengthMin, pinUses, pinHours }, free] =
    await Promise.all([
      userFormChoices(actor),
      rightsOffered(actor),
      can(actor, "services.assign") ? servicesToGive(actor) : [],
      importTargets(actor),
      credentialPolicyOf(actor.organization.id),
      can(actor, "telephony.update") ? freeExtensions(actor) : null,
    ]);
  return (
    <>
      <PageHeader
        title="Add user"
        description="They are pending until they activate the account."
        breadcrumbs={[{ label: "Users", href: routes.users(org) }]}
      />
      <AddUserForm
        org={org}
        organizations={organizations}
        choices={choices}
        rights={rights}
        services={services}
        extensions={free && { free, made: typeof query.extension === "string" ? query.extension : null }}
        searchPeople={findPeople}
        searchMirror={searchMirror}
        save={addUser}
        passwords={
          can(actor, "users.credentials.issue")
            ? { lengthMin, usualPin: { uses: pinUses, hours: pinHours }, advise: adviseOnNewPassword }
            : null
        }
      />
    </>
  );
}
