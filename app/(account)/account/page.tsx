import type { Metadata } from "next";
import { AccountCards } from "@/components/account/account-cards";
import { PageHeader } from "@/components/ui/page-header";
import { requireSignedIn } from "@/lib/auth/guard";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const { name, username, role, accessProfile, home } = await requireSignedIn();
  return (
    <>
      <PageHeader
        title="Your account"
        description="What this organization knows you by, and what you may do in it."
      />
      <AccountCards
        you={{ name, username, organization: home.name, role, accessProfile }}
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
