"use client";

import { useState } from "react";
import { type RemoveAction, RemoveDomain } from "@/components/domains/remove-domain";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionList } from "@/components/ui/description-list";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type DomainProofProps = {
  org: string;
  id: string;
  name: string;
  /** The name of the TXT record and what it has to say. */
  proof: { name: string; value: string };
  /** Null for those who may look and not change. */
  check:
    | ((org: string, given: { id: string }) => Promise<Result<{ isProven: boolean; words: string }>>)
    | null;
  remove: RemoveAction;
};

/** How a domain is proven, and a look whether it is. */
export function DomainProof({ org, id, name, proof, check, remove }: DomainProofProps) {
  const [isBusy, setBusy] = useState(false);
  const [found, setFound] = useState<{ words: string; tone: "warning" | "error" }>();

  async function look() {
    if (isBusy || !check) return;
    setBusy(true);
    const result = await answered(check(org, { id }));
    setBusy(false);
    if (!result.ok) return setFound({ words: result.error.message, tone: "error" });
    setFound(result.value.isProven ? undefined : { words: result.value.words, tone: "warning" });
    if (result.value.isProven) toast({ title: result.value.words });
  }

  return (
    <div className="mb-4 max-w-3xl">
      <Card
        title={`Prove that ${name} is yours`}
        description={`Add this TXT record where the DNS of ${name} is looked after. It may stay there for good.`}
      >
        <DescriptionList
          items={[
            { term: "Type", detail: "TXT" },
            { term: "Name", detail: <Copied text={proof.name} label="Copy name" /> },
            { term: "Value", detail: <Copied text={proof.value} label="Copy value" /> },
          ]}
        />
        <div role="status" className="mt-3 empty:hidden">
          {found && <Alert tone={found.tone}>{found.words}</Alert>}
        </div>
        {check && (
          <div className="mt-4 flex flex-wrap gap-2">
            <Button variant="primary" onClick={look} pending={isBusy}>
              Check now<span className="sr-only"> for {name}</span>
            </Button>
            <RemoveDomain
              org={org}
              id={id}
              name={name}
              people={0}
              kept={0}
              others={[]}
              remove={remove}
              size="md"
            />
          </div>
        )}
      </Card>
    </div>
  );
}

const Copied = ({ text, label }: { text: string; label: string }) => (
  <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
    <code>{text}</code>
    <CopyButton text={text} label={label} />
  </span>
);
