import type { Metadata } from "next";
import { originInWords, secondStepsInWords } from "@/components/policies/policy-words";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { policyInForce } from "@/lib/mfa/queries";
import { can } from "@/lib/permissions/can";
import type { PolicyArea } from "@/lib/policies/catalogue";
import { listPolicies } from "@/lib/policies/queries";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Security" };

const AREAS: readonly PolicyArea[] = ["Signing in", "Sessions", "Passwords and PINs"];

export default async function SecurityPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "settings.read");
  const [policies, { active, withSecondStep }] = await Promise.all([
    listPolicies(actor),
    policyInForce(actor),
  ]);
  const mayChange = can(actor, "settings.update");
  return (
    <>
      <PageHeader
        title="Security"
        description="How people of this organization get in and stay in. All of it is set under Policies."
        actions={<Link href={routes.policies(org)}>{mayChange ? "Change policies" : "See policies"}</Link>}
      />
      <div className="grid max-w-3xl gap-5">
        <Card title="Right now">
          <DescriptionList
            items={[
              { term: "Second step", detail: secondStepsInWords(withSecondStep, active) },
              { term: "Your address", detail: actor.ip ?? "Unknown" },
            ]}
          />
        </Card>
        {AREAS.map((area) => (
          <Card key={area} title={area}>
            <DescriptionList
              items={policies
                .filter((policy) => policy.area === area)
                .map((policy) => ({
                  term: policy.label,
                  detail: (
                    <>
                      {policy.words}
                      {policy.origin !== "default" && (
                        <span className="block text-dense text-muted">
                          {originInWords(policy, "organization")}
                        </span>
                      )}
                    </>
                  ),
                }))}
            />
          </Card>
        ))}
      </div>
    </>
  );
}
