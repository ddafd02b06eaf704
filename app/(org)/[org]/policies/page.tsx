import type { Metadata } from "next";
import { savePolicyChange } from "@/app/(org)/[org]/policies/actions";
import { PolicyList } from "@/components/policies/policy-list";
import { secondStepsInWords } from "@/components/policies/policy-words";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { policyInForce } from "@/lib/mfa/queries";
import { can } from "@/lib/permissions/can";
import { listPolicies } from "@/lib/policies/queries";

export const metadata: Metadata = { title: "Policies" };

export default async function PoliciesPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "settings.read");
  const [policies, { active, withSecondStep, requiredAt }] = await Promise.all([
    listPolicies(actor),
    policyInForce(actor),
  ]);
  return (
    <>
      <PageHeader
        title="Policies"
        description="What holds for everybody here. Each change is saved by itself. What is to be otherwise for one person is said on that person’s page."
      />
      <PolicyList
        policies={policies}
        of="organization"
        notes={{
          mfaPolicy: secondStepsInWords(withSecondStep, active),
          allowedNetworks: `You are at ${actor.ip ?? "an unknown address"}.`,
        }}
        secondSteps={{ active, withSecondStep, requiredAt: requiredAt?.toISOString() ?? null }}
        readOnly={!can(actor, "settings.update")}
        keptAs={`policies ${actor.userId} ${actor.organization.id}`}
        save={savePolicyChange.bind(null, org)}
      />
    </>
  );
}
