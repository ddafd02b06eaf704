import type { Metadata } from "next";
import { saveSettings } from "@/app/(org)/[org]/telephony/actions";
import { TelephonyTabs } from "@/app/(org)/[org]/telephony/tabs";
import { TelephonySettingsForm } from "@/components/telephony/settings-form";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { can } from "@/lib/permissions/can";
import { rangesInWords } from "@/lib/telephony/numbers";
import { telephonySettings } from "@/lib/telephony/queries";

export const metadata: Metadata = { title: "Telephony settings" };

export default async function TelephonySettingsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "telephony.read");
  const { sipDomain, sipServer, ranges, extensionsMax, domains, extensions, secrets } =
    await telephonySettings(actor);
  return (
    <>
      <PageHeader title="Telephony" description="Where phones sign in, and which numbers there are." />
      <TelephonyTabs org={org} current="settings" />
      <TelephonySettingsForm
        key={`${sipDomain} ${sipServer} ${rangesInWords(ranges)} ${extensionsMax}`}
        org={org}
        domains={domains}
        extensions={extensions}
        secrets={secrets}
        first={{
          sipDomain: domains.includes(sipDomain) ? sipDomain : "",
          sipServer: sipServer ?? "",
          ranges: rangesInWords(ranges),
          extensionsMax: String(extensionsMax),
        }}
        readOnly={!can(actor, "telephony.update")}
        save={saveSettings}
      />
    </>
  );
}
