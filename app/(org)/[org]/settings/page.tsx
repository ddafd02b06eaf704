import type { Metadata } from "next";
import { resendExpiredLinks, saveSettings } from "@/app/(org)/[org]/settings/actions";
import { saveBrand } from "@/app/(org)/[org]/settings/brand-actions";
import { saveFollowing } from "@/app/(org)/[org]/settings/following-actions";
import { ExpiredLinks } from "@/components/credentials/expired-links";
import { BrandCard } from "@/components/organizations/brand-card";
import { FollowingCard } from "@/components/organizations/following-card";
import { SettingsForm } from "@/components/organizations/settings-form";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { countExpired } from "@/lib/credentials/renewals";
import { followingPolicy } from "@/lib/grants/follow-queries";
import { readBrand } from "@/lib/organizations/brand";
import { OPTIONAL_FIELDS } from "@/lib/organizations/input";
import { timeZones } from "@/lib/organizations/locale";
import { settingsOf } from "@/lib/organizations/settings";
import { can } from "@/lib/permissions/can";
import { USER_FIELD_INFO } from "@/lib/users/fields";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "settings.read");
  const [settings, expired, brand, following] = await Promise.all([
    settingsOf(actor),
    countExpired(actor),
    readBrand(actor.organization.id),
    followingPolicy(actor),
  ]);
  const { countries, domains, defaultCountry, mandatoryFields, timeZone, dateStyle } = settings;
  return (
    <>
      <PageHeader title="Settings" description="What this organization is called, asks for and assumes." />
      <SettingsForm
        org={org}
        first={{
          name: actor.organization.name,
          defaultCountry: defaultCountry ?? "",
          mandatoryFields: OPTIONAL_FIELDS.filter((field) => mandatoryFields.includes(field)),
          timeZone,
          dateStyle,
        }}
        fields={OPTIONAL_FIELDS.map((value) => ({ value, label: USER_FIELD_INFO[value].label }))}
        countries={countries}
        timeZones={timeZones()}
        domains={domains.map(({ name }) => name)}
        readOnly={!can(actor, "settings.update")}
        save={saveSettings}
      />
      <div className="mt-7 border-t border-line pt-7">
        <BrandCard
          name={actor.organization.name}
          {...brand}
          readOnly={!can(actor, "settings.update")}
          save={saveBrand.bind(null, org)}
        />
        <FollowingCard
          org={org}
          {...following}
          readOnly={!can(actor, "settings.update")}
          save={saveFollowing}
        />
        {can(actor, "users.credentials.issue") && (
          <ExpiredLinks org={org} {...expired} resend={resendExpiredLinks} />
        )}
      </div>
    </>
  );
}
