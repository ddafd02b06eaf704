import type { Metadata } from "next";
import { forbidden, notFound, redirect } from "next/navigation";
import { editUser } from "@/app/(org)/[org]/users/[userId]/edit/actions";
import { findPeople } from "@/app/(org)/[org]/users/people-actions";
import { PageHeader } from "@/components/ui/page-header";
import { UserForm } from "@/components/users/user-form";
import { requireActor } from "@/lib/auth/guard";
import { can } from "@/lib/permissions/can";
import { propertyPeople } from "@/lib/properties/queries";
import { routes } from "@/lib/routes";
import { subjectOf } from "@/lib/users/commands";
import { findUser } from "@/lib/users/queries";
import { userFormOf } from "@/lib/users/user-form";
import { userFormChoices } from "@/lib/users/user-form-queries";

export const metadata: Metadata = { title: "Edit user" };

type Props = { params: Promise<{ org: string; userId: string }> };

export default async function EditUserPage({ params }: Props) {
  const { org, userId } = await params;
  const actor = await requireActor(org, "users.update");
  const user = await findUser(actor, userId);
  if (!user) notFound();
  if (user.removedAt) redirect(routes.user(org, userId));
  const subject = subjectOf(user);
  if (!can(actor, "users.update", subject)) forbidden();
  const choices = await userFormChoices(actor);
  const values = userFormOf(user, choices.properties);
  const mayGiveRoles = can(actor, "users.role.update", subject);
  const roles = mayGiveRoles ? choices.roles : [values.role];
  const profiles = mayGiveRoles ? choices.profiles : [];
  const names = await propertyPeople(actor, choices.properties, user);
  const name = `${user.firstName} ${user.lastName}`;
  return (
    <>
      <PageHeader
        title={`Edit ${name}`}
        breadcrumbs={[
          { label: "Users", href: routes.users(org) },
          { label: name, href: routes.user(org, userId) },
        ]}
      />
      <UserForm
        org={org}
        choices={{ ...choices, roles, profiles }}
        user={{ id: user.id, version: user.version }}
        first={values}
        people={{ search: findPeople.bind(null, org), names }}
        save={editUser}
      />
    </>
  );
}
