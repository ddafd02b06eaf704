import type { Metadata } from "next";
import {
  saveAlerts,
  saveAllowedNetworks,
  saveLock,
  saveOwnFields,
  saveSessionLength,
} from "@/app/(org)/[org]/security/policy-actions";
import { saveMfaPolicy } from "@/app/(org)/[org]/security/second-step-actions";
import { AlertsCard } from "@/components/security/alerts-card";
import { LockCard } from "@/components/security/lock-card";
import { NetworksCard } from "@/components/security/networks-card";
import { OwnFieldsCard } from "@/components/security/own-fields-card";
import { SecondStepPolicy } from "@/components/security/second-step-policy";
import { SessionLengthCard } from "@/components/security/session-length-card";
import { PageHeader } from "@/components/ui/page-header";
import { OWN_FIELDS } from "@/lib/account/own-fields";
import { requireActor } from "@/lib/auth/guard";
import { policyInForce } from "@/lib/mfa/queries";
import { policyOf } from "@/lib/organizations/policy";
import { can } from "@/lib/permissions/can";
import { USER_FIELD_INFO } from "@/lib/users/fields";

export const metadata: Metadata = { title: "Security" };

export default async function SecurityPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "settings.read");
  const [policy, inForce] = await Promise.all([policyOf(actor), policyInForce(actor)]);
  const readOnly = !can(actor, "settings.update");
  return (
    <>
      <PageHeader
        title="Security"
        description="How people of this organization get in and stay in, and what they may do themselves."
      />
      <div className="grid max-w-3xl gap-5">
        <SecondStepPolicy org={org} inForce={inForce} readOnly={readOnly} save={saveMfaPolicy} />
        <SessionLengthCard
          idleMinutes={policy.sessionIdleMinutes}
          hours={policy.sessionHours}
          readOnly={readOnly}
          save={saveSessionLength.bind(null, org)}
        />
        <NetworksCard
          networks={policy.allowedNetworks}
          ownAddress={actor.ip ?? "an unknown address"}
          readOnly={readOnly}
          save={saveAllowedNetworks.bind(null, org)}
        />
        <AlertsCard isOn={policy.signInAlerts} readOnly={readOnly} save={saveAlerts.bind(null, org)} />
        <LockCard
          attempts={policy.lockAttempts}
          minutes={policy.lockMinutes}
          readOnly={readOnly}
          save={saveLock.bind(null, org)}
        />
        <OwnFieldsCard
          fields={OWN_FIELDS.map((value) => ({
            value,
            label: USER_FIELD_INFO[value].label,
            isOpen: policy.ownFields.includes(value),
          }))}
          readOnly={readOnly}
          save={saveOwnFields.bind(null, org)}
        />
      </div>
    </>
  );
}
