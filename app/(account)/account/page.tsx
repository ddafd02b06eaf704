import type { Metadata } from "next";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { requireSignedIn } from "@/lib/auth/guard";
import { ACCESS_PROFILE_LABELS, ROLE_DESCRIPTIONS, ROLE_LABELS } from "@/lib/permissions/roles";
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
      <div className="grid max-w-3xl gap-5">
        <Card title="You">
          <DescriptionList
            items={[
              { term: "Name", detail: name },
              { term: "Username", detail: username },
              { term: "Organization", detail: home.name },
              { term: "Role", detail: `${ROLE_LABELS[role]}. ${ROLE_DESCRIPTIONS[role]}` },
              ...(accessProfile
                ? [{ term: "Access profile", detail: ACCESS_PROFILE_LABELS[accessProfile] }]
                : []),
            ]}
          />
        </Card>
        <Card title="Password" description="Changing it signs you out everywhere else.">
          <Link href={routes.changePassword()}>Change your password</Link>
        </Card>
        <Card title="Sessions" description="Where you are signed in, and your latest sign-ins.">
          <Link href={routes.ownSessions()}>See where you are signed in</Link>
        </Card>
        <Card
          title="Details"
          description="What your organization lets you change yourself, such as your phones."
        >
          <Link href={routes.ownDetails()}>Change your details</Link>
        </Card>
        <Card
          title="Your data"
          description="What is kept about you, as a file that programs can read (JSON). The words of messages and anything secret are not in it."
        >
          <a href={routes.ownData()} download className="text-link">
            Download your data
          </a>
        </Card>
        <Card
          title="Second step"
          description="What you are asked for after your password, so that the password alone lets nobody in."
        >
          <Link href={routes.accountSecurity()}>Your second step</Link>
        </Card>
      </div>
    </>
  );
}
