"use client";

import { PolicyCard, type PolicyCardProps } from "@/components/security/policy-card";
import { Checkbox } from "@/components/ui/checkbox";

/** Whether people are told of sign-ins that are new for them. */
export function AlertsCard({ isOn, ...card }: PolicyCardProps & { isOn: boolean }) {
  return (
    <PolicyCard
      {...card}
      title="Sign-in alerts"
      description="People see their sign-ins in their account, whether they get messages or not."
    >
      {() => (
        <Checkbox
          name="signInAlerts"
          defaultChecked={isOn}
          label="Tell people by e-mail of a sign-in that is new for them"
          hint="With a browser or system, or from a network, that they have not used for 90 days."
        />
      )}
    </PolicyCard>
  );
}
