import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { beginSmsSetUp, confirmSetUp } from "@/app/(account)/account/security/actions";
import { ActForm } from "@/components/mfa/act-form";
import { CodeForm } from "@/components/mfa/code-form";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { requireSignedIn } from "@/lib/auth/guard";
import { readSms } from "@/lib/mfa/set-up";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Set SMS codes up" };

export default async function SetUpSmsPage() {
  const { organizationId, userId } = await requireSignedIn();
  const sms = await readSms({ organizationId, userId });
  if (!sms) redirect(routes.accountSecurity());
  return (
    <>
      <PageHeader
        title="Set SMS codes up"
        breadcrumbs={[{ label: "Second step", href: routes.accountSecurity() }]}
      />
      <div className="grid max-w-md gap-5">
        <Card title="Type the code that was sent to you">
          <div className="grid gap-5">
            <CodeForm
              action={confirmSetUp}
              way="sms"
              label="Code"
              hint={`6 digits, sent to ${sms.phone}. They are good for 10 minutes.`}
              submit="Finish"
              mayRemember={false}
            />
            <ActForm action={beginSmsSetUp} label="Send another code" />
            {!sms.isOnFile && <Link href={routes.accountSecurity()}>Type another number</Link>}
          </div>
        </Card>
      </div>
    </>
  );
}
