"use client";

import { PolicyCard, type PolicyCardProps } from "@/components/security/policy-card";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";

type Props = PolicyCardProps & {
  /** In canonical CIDR. */
  networks: string[];
  /** The address that whoever looks comes from. */
  ownAddress: string;
};

/** From which networks people get in. */
export function NetworksCard({ networks, ownAddress, ...card }: Props) {
  const text = networks.join("\n");
  return (
    <PolicyCard
      {...card}
      title="Allowed networks"
      description="Who may sign in from where. It holds for every request of people, API keys and those who manage this organization from another one."
    >
      {(state) => (
        <Field
          label="Networks"
          optional
          hint={
            <>
              One on each line, such as 203.0.113.0/24 or 2001:db8::/32. Left blank, people get in from
              anywhere. You are at <span className="whitespace-nowrap">{ownAddress}</span>.
            </>
          }
          error={state.fields?.allowedNetworks}
        >
          {(control) => (
            <Textarea
              key={text}
              {...control}
              name="allowedNetworks"
              rows={5}
              maxLength={10_000}
              spellCheck={false}
              autoComplete="off"
              defaultValue={state.values?.allowedNetworks?.[0] ?? text}
            />
          )}
        </Field>
      )}
    </PolicyCard>
  );
}
