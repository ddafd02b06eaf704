import type { Metadata } from "next";
import { confirmOneself } from "@/app/(account)/account/security/actions";
import { CodeForm } from "@/components/mfa/code-form";
import { PasswordForm } from "@/components/mfa/password-form";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireSignedIn } from "@/lib/auth/guard";
import { safePath } from "@/lib/auth/safe-path";
import { ownSecondStep } from "@/lib/mfa/queries";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Show that it is you" };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function ConfirmPage({ searchParams }: Props) {
  const { organizationId, userId, username } = await requireSignedIn();
  const { next } = await searchParams;
  const { ways } = await ownSecondStep({ organizationId, userId });
  const action = confirmOneself.bind(
    null,
    safePath(typeof next === "string" ? next : routes.accountSecurity()),
  );
  return (
    <>
      <PageHeader
        title="Show that it is you"
        description="Before your second step is changed, in case somebody else has found this device open. Then press again what you wanted."
        breadcrumbs={[{ label: "Second step", href: routes.accountSecurity() }]}
      />
      <div className="grid max-w-md gap-5">
        <Card title="With your password">
          <PasswordForm action={action} username={username} />
        </Card>
        {ways.some(({ kind }) => kind === "totp") && (
          <Card title="Or with your authenticator app">
            <CodeForm
              action={action}
              way="totp"
              label="Code"
              hint="The 6 digits that it shows now."
              submit="Go on"
              mayRemember={false}
              autoFocus={false}
            />
          </Card>
        )}
      </div>
    </>
  );
}
