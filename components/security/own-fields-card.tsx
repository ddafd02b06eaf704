"use client";

import { PolicyCard, type PolicyCardProps } from "@/components/security/policy-card";
import { Checkbox } from "@/components/ui/checkbox";

type Props = PolicyCardProps & { fields: { value: string; label: string; isOpen: boolean }[] };

/** What people may change of themselves. */
export function OwnFieldsCard({ fields, ...card }: Props) {
  return (
    <PolicyCard
      {...card}
      title="Own details"
      description="What people may change of themselves. Never their username, role or access email."
    >
      {() => (
        <div className="grid gap-2.5">
          {fields.map(({ value, label, isOpen }) => (
            <Checkbox key={value} name="ownFields" value={value} label={label} defaultChecked={isOpen} />
          ))}
        </div>
      )}
    </PolicyCard>
  );
}
