"use client";

import { useState } from "react";
import { PolicyControl } from "@/components/policies/policy-control";
import { Alert } from "@/components/ui/alert";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { useAsked } from "@/components/users/use-asked";
import type { GivenPolicy } from "@/lib/policies/bulk-commands";
import type { PolicyState } from "@/lib/policies/state";
import type { Result } from "@/lib/result";

type Props = {
  /** What may be otherwise for people, asked for when the choice is there. */
  read: () => Promise<Result<PolicyState[]>>;
  choose: (policy: GivenPolicy | null) => void;
};

/** Which policy is to hold for the chosen, and what it is then. */
export default function PolicyAsked({ read, choose }: Props) {
  const { value: policies, problem } = useAsked(read);
  const [given, setGiven] = useState<GivenPolicy | null>(null);
  if (problem) return <Alert tone="error">{problem}</Alert>;
  if (!policies) return <p className="mb-4 text-muted">Looking for policies …</p>;
  const policy = policies.find(({ key }) => key === given?.key);

  function become(next: GivenPolicy | null) {
    setGiven(next);
    choose(next);
  }

  return (
    <div className="mb-4 grid gap-4">
      <Field label="Policy" required>
        {(control) => (
          <Select
            {...control}
            placeholder="Choose a policy"
            value={given?.key ?? ""}
            options={policies.map(({ key, label }) => ({ value: key, label }))}
            onChange={({ target }) => {
              const chosen = policies.find(({ key }) => key === target.value);
              become(chosen ? { key: chosen.key, value: chosen.value, isInherited: false } : null);
            }}
          />
        )}
      </Field>
      {policy && given && (
        <>
          <Checkbox
            label={`As for everybody: ${policy.words}`}
            checked={given.isInherited}
            onChange={({ target }) => become({ ...given, isInherited: target.checked })}
          />
          {!given.isInherited && (
            <PolicyControl
              policy={policy}
              value={given.value}
              disabled={false}
              error={undefined}
              onChange={(value) => become({ ...given, value })}
              onLeave={() => {}}
            />
          )}
        </>
      )}
    </div>
  );
}
