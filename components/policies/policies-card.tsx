import { whyInWords } from "@/components/policies/policy-words";
import { Card } from "@/components/ui/card";
import { Count } from "@/components/ui/count";
import { DescriptionList } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import type { PolicyState } from "@/lib/policies/state";

type PoliciesCardProps = {
  policies: PolicyState[];
  /** Where they are changed, or looked at. */
  href: string;
  mayChange: boolean;
};

/** What is otherwise for a person than for everybody and, folded, all that holds for them with where it comes from. */
export function PoliciesCard({ policies, href, mayChange }: PoliciesCardProps) {
  const own = policies.filter(({ origin }) => origin === "person");
  return (
    <Card
      title="Policies"
      description={
        own.length === 0
          ? "The same hold as for everybody."
          : "What is otherwise for this person than for everybody."
      }
      actions={<Link href={href}>{mayChange ? "Change policies" : "See policies"}</Link>}
    >
      <div className="grid gap-4">
        {own.length > 0 && <DescriptionList items={own.map(explained)} />}
        <details className="rounded-box border border-line px-3.5 py-2.5">
          <summary className="cursor-pointer font-medium">
            All that holds <Count value={policies.length} />
          </summary>
          <div className="mt-2.5">
            <DescriptionList items={policies.map(explained)} />
          </div>
        </details>
      </div>
    </Card>
  );
}

const explained = (policy: PolicyState) => ({
  term: policy.label,
  detail: (
    <>
      {policy.words}
      <span className="block text-dense text-muted">{whyInWords(policy)}</span>
    </>
  ),
});
