import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { saveUserPolicyChange } from "@/app/(org)/[org]/users/[userId]/policies/actions";
import { PolicyList } from "@/components/policies/policy-list";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { maySayPolicies } from "@/lib/policies/may-say";
import { listUserPolicies } from "@/lib/policies/queries";
import { routes } from "@/lib/routes";
import { findUser } from "@/lib/users/queries";

export const metadata: Metadata = { title: "Policies of a person" };

type Props = { params: Promise<{ org: string; userId: string }> };

export default async function UserPoliciesPage({ params }: Props) {
  const { org, userId } = await params;
  const actor = await requireActor(org, "users.read");
  const [user, policies] = await Promise.all([findUser(actor, userId), listUserPolicies(actor, userId)]);
  if (!user || !policies) notFound();
  const name = `${user.firstName} ${user.lastName}`;
  return (
    <>
      <PageHeader
        title="Policies"
        description={`What is otherwise for ${name} than for everybody. Each change is saved by itself.`}
        breadcrumbs={[
          { label: "Users", href: routes.users(org) },
          { label: name, href: routes.user(org, user.id) },
        ]}
      />
      <PolicyList
        policies={policies}
        of="person"
        readOnly={!maySayPolicies(actor, user)}
        keptAs={`policies ${actor.userId} ${actor.organization.id} ${user.id}`}
        save={saveUserPolicyChange.bind(null, org, user.id)}
      />
    </>
  );
}
