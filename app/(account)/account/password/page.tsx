import type { Metadata } from "next";
import { adviseOnOwnPassword, changeOwnPassword } from "@/app/(account)/account/actions";
import { ChangePasswordForm } from "@/components/credentials/change-password-form";
import { Alert } from "@/components/ui/alert";
import { PageHeader } from "@/components/ui/page-header";
import { requireSignedIn } from "@/lib/auth/guard";
import { credentialPolicyOf } from "@/lib/credentials/policy";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Change your password" };

export default async function ChangePasswordPage() {
  const { username, mustChangePassword, passwordExpired, organizationId, userId } = await requireSignedIn();
  const { lengthMin } = await credentialPolicyOf(organizationId, userId);
  return (
    <>
      <PageHeader
        title="Change your password"
        breadcrumbs={mustChangePassword ? [] : [{ label: "Your account", href: routes.account() }]}
      />
      <div className="grid max-w-md gap-4">
        {mustChangePassword && (
          <Alert tone="info">
            {passwordExpired
              ? "Your password is older than your organization lets passwords become. Replace it to go on."
              : "Somebody else chose your password. Replace it to go on."}
          </Alert>
        )}
        <ChangePasswordForm
          action={changeOwnPassword}
          username={username}
          lengthMin={lengthMin}
          advise={adviseOnOwnPassword}
        />
      </div>
    </>
  );
}
