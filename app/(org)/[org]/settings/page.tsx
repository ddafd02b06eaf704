import type { Metadata } from "next";
import { saveSettings } from "@/app/(org)/[org]/settings/actions";
import { SettingsForm } from "@/components/organizations/settings-form";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { OPTIONAL_FIELDS } from "@/lib/organizations/input";
import { settingsOf } from "@/lib/organizations/settings";
import { can } from "@/lib/permissions/can";
import { USER_FIELD_INFO } from "@/lib/users/fields";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "settings.read");
  const { countries, domains, defaultCountry, mandatoryFields } = await settingsOf(actor);
  return (
    <>
      <PageHeader title="Settings" description="What this organization is called, asks for and assumes." />
      <SettingsForm
        org={org}
        first={{
          name: actor.organization.name,
          defaultCountry: defaultCountry ?? "",
          mandatoryFields: OPTIONAL_FIELDS.filter((field) => mandatoryFields.includes(field)),
        }}
        fields={OPTIONAL_FIELDS.map((value) => ({ value, label: USER_FIELD_INFO[value].label }))}
        countries={countries}
        domains={domains.map(({ name }) => name)}
        readOnly={!can(actor, "settings.update")}
        save={saveSettings}
      />
    </>
  );
}
