import type { Metadata } from "next";
import { AccountCards } from "@/components/account/account-cards";
import { OwnExtensionCard } from "@/components/telephony/own-extension";
import { PageHeader } from "@/components/ui/page-header";
import { requireHomeActor } from "@/lib/auth/guard";
import { routes } from "@/lib/routes";
import { ownExtension } from "@/lib/telephony/own-queries";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const { person, actor } = await requireHomeActor("account.read");
  const { name, username, role, accessProfile, home } = person;
  const own = await ownExtension(actor);
  return (
    <>
      <PageHeader
        title="Your account"
        description="What this organization knows you by, and what you may do in it."
      />
      <AccountCards
        you={{ name, username, organization: home.name, role, accessProfile }}
        extension={own && <OwnExtensionCard own={own} />}
        links={{
          password: routes.changePassword(),
          sessions: routes.ownSessions(),
          details: routes.ownDetails(),
          data: routes.ownData(),
          secondStep: routes.accountSecurity(),
        }}
      />
    </>
  );
}
