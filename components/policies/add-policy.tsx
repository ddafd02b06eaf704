import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Select } from "@/components/ui/select";
import type { PolicyKey } from "@/lib/policies/catalogue";
import type { PolicyState } from "@/lib/policies/state";

type AddPolicyProps = { policies: PolicyState[]; onAdd: (key: PolicyKey) => void };

/** Takes one more policy into those that are otherwise for a person. */
export function AddPolicy({ policies, onAdd }: AddPolicyProps) {
  const [chosen, setChosen] = useState("");
  const found = policies.find(({ key }) => key === chosen);
  if (policies.length === 0) return null;
  return (
    <div data-add-policy className="mt-7 flex flex-wrap items-end gap-3">
      <Field label="Add a policy">
        {(control) => (
          <Select
            {...control}
            value={found ? chosen : ""}
            placeholder="Choose a policy"
            options={policies.map(({ key, label, words }) => ({ value: key, label: `${label}: ${words}` }))}
            onChange={({ target }) => setChosen(target.value)}
          />
        )}
      </Field>
      <Button
        icon={<Icon name="plus" />}
        aria-disabled={!found}
        onClick={() => {
          if (!found) return;
          onAdd(found.key);
          setChosen("");
        }}
      >
        Add policy
      </Button>
    </div>
  );
}
