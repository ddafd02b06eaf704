import type { Metadata } from "next";
import { savePolicyChange } from "@/app/(org)/[org]/policies/actions";
import { PolicyList } from "@/components/policies/policy-list";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { can } from "@/lib/permissions/can";
import { listPolicies } from "@/lib/policies/queries";

export const metadata: Metadata = { title: "Policies" };

export default async function PoliciesPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "settings.read");
  const policies = await listPolicies(actor);
  return (
    <>
      <PageHeader
        title="Policies"
        description="What holds for everybody here. Each change is saved by itself. What is to be otherwise for one person is said on that person’s page."
      />
      <PolicyList
        policies={policies}
        of="organization"
        readOnly={!can(actor, "settings.update")}
        keptAs={`policies ${actor.userId} ${actor.organization.id}`}
        save={savePolicyChange.bind(null, org)}
      />
    </>
  );
}
