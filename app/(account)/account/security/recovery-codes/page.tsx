import type { Metadata } from "next";
import { makeOwnCodes } from "@/app/(account)/account/security/actions";
import { RecoveryCodes } from "@/components/mfa/recovery-codes";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireSignedIn } from "@/lib/auth/guard";
import { ownSecondStep } from "@/lib/mfa/queries";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Recovery codes" };

export default async function RecoveryCodesPage() {
  const { organizationId, userId } = await requireSignedIn();
  const { codesMade } = await ownSecondStep({ organizationId, userId });
  return (
    <>
      <PageHeader
        title="Recovery codes"
        description="Ten codes for when you have lost your phone or your passkey. Each lets you in once, after your password."
        breadcrumbs={[{ label: "Second step", href: routes.accountSecurity() }]}
      />
      <div className="max-w-md">
        <Card>
          <RecoveryCodes make={makeOwnCodes} isAgain={codesMade > 0} doneHref={routes.accountSecurity()} />
        </Card>
      </div>
    </>
  );
}
