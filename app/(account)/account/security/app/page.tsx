import type { Metadata } from "next";
import Image from "next/image";
import { redirect } from "next/navigation";
import { confirmSetUp } from "@/app/(account)/account/security/actions";
import { CodeForm } from "@/components/mfa/code-form";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { PageHeader } from "@/components/ui/page-header";
import { requireSignedIn } from "@/lib/auth/guard";
import { qrSvg } from "@/lib/credentials/qr";
import { readApp } from "@/lib/mfa/set-up";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Set an authenticator app up" };

export default async function SetUpAppPage() {
  const person = await requireSignedIn();
  const app = await readApp({ person, home: person.home });
  if (!app) redirect(routes.accountSecurity());
  const svg = await qrSvg(app.address);
  return (
    <>
      <PageHeader
        title="Set an authenticator app up"
        breadcrumbs={[{ label: "Second step", href: routes.accountSecurity() }]}
      />
      <div className="grid max-w-md gap-5">
        <Card title="1. Scan this code with the app">
          <div className="grid gap-3">
            <Image
              src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
              alt="QR code for your authenticator app"
              width={240}
              height={240}
              className="mx-auto w-full max-w-60 rounded-box border border-line"
            />
            <p className="text-muted">
              Where there is no camera, or the app is on this device, type this key into it:
            </p>
            <p className="font-mono text-dense wrap-anywhere" data-key="">
              {inGroups(app.secret)}
            </p>
            <div>
              <CopyButton text={app.secret} label="Copy the key" />
            </div>
          </div>
        </Card>
        <Card title="2. Type the code that it shows">
          <CodeForm
            action={confirmSetUp}
            way="totp"
            label="Code"
            hint="6 digits. Wait for the next one if it is about to change."
            submit="Finish"
            mayRemember={false}
          />
        </Card>
      </div>
    </>
  );
}

const inGroups = (secret: string) => secret.replace(/(.{4})(?=.)/g, "$1 ");
