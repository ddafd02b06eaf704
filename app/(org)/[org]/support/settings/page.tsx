import type { Metadata } from "next";
import { saveSupport } from "@/app/(org)/[org]/support/actions";
import { SupportSettingsForm } from "@/components/support/settings-form";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { timeZones } from "@/lib/organizations/locale";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { readSupportSettings } from "@/lib/support/queries";

export const metadata: Metadata = { title: "Support settings" };

export default async function SupportSettingsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "settings.read");
  const { settings, version } = await readSupportSettings(actor);
  const zones = timeZones();
  return (
    <>
      <PageHeader
        title="Support settings"
        description="When support is open, where requests go, and who is on call for what cannot wait."
        breadcrumbs={[{ label: "Support", href: routes.support(org) }]}
      />
      <SupportSettingsForm
        settings={settings}
        version={version}
        timeZones={zones.includes(settings.timeZone) ? zones : [...zones, settings.timeZone]}
        readOnly={!can(actor, "settings.update") || actor.viewing !== undefined}
        save={saveSupport.bind(null, org)}
      />
    </>
  );
}
