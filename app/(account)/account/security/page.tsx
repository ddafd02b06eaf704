import type { Metadata } from "next";
import type { ReactNode } from "react";
import {
  askForNewPasskey,
  beginAppSetUp,
  beginSmsSetUp,
  forgetDevice,
  keepPasskey,
  nameOwnPasskey,
  notNow,
  removeOwnWay,
} from "@/app/(account)/account/security/actions";
import { ActForm } from "@/components/mfa/act-form";
import { DevicesList } from "@/components/mfa/devices-list";
import { NewPasskey } from "@/components/mfa/new-passkey";
import { PasskeyName } from "@/components/mfa/passkey-name";
import { PhoneForm } from "@/components/mfa/phone-form";
import { SetUpNotice } from "@/components/mfa/set-up-notice";
import { WaysList } from "@/components/mfa/ways-list";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { requireSignedIn } from "@/lib/auth/guard";
import { setUpOwed } from "@/lib/mfa/due";
import { ownSecondStep, type SecondStep } from "@/lib/mfa/queries";
import { SECOND_STEP_WORDS } from "@/lib/mfa/words";
import { routes } from "@/lib/routes";
import { USER_FIELD_INFO } from "@/lib/users/fields";

export const metadata: Metadata = { title: "Second step" };

type Props = { searchParams: Promise<{ done?: string | string[] }> };

export default async function AccountSecurityPage({ searchParams }: Props) {
  const { organizationId, userId, secondStepDue } = await requireSignedIn();
  const { done } = await searchParams;
  const found = await ownSecondStep({ organizationId, userId });
  const { ways, policy } = found;
  const owed = setUpOwed(secondStepDue, new Date());
  return (
    <>
      <PageHeader
        title="Second step"
        description="What you are asked for after your password, so that the password alone lets nobody in."
        breadcrumbs={owed === "must" ? [] : [{ label: "Your account", href: routes.account() }]}
      />
      <div className="grid max-w-3xl gap-5">
        {secondStepDue && owed && <SetUpNotice owed={owed} at={secondStepDue.at} postpone={notNow} />}
        {done === "removed" && <Alert tone="success">It is removed, and asked for no more.</Alert>}
        {policy === "off" && <Alert tone="info">{SECOND_STEP_WORDS.off}</Alert>}
        <Card
          title="Your ways"
          description="Any of them will do when you sign in. Have two, in case you lose one."
        >
          {ways.length === 0 ? (
            <p className="text-muted">None yet: your password alone lets you in.</p>
          ) : (
            <WaysList
              ways={ways}
              below={(way) =>
                way.kind === "passkey" && (
                  <PasskeyName name={way.name} rename={nameOwnPasskey.bind(null, way.id)} />
                )
              }
              actions={(way) => (
                <ActForm
                  action={removeOwnWay.bind(null, way.id)}
                  label="Remove"
                  ariaLabel={`Remove ${way.name}`}
                  size="sm"
                  variant="quiet-danger"
                />
              )}
            />
          )}
        </Card>
        {policy !== "off" && <More found={found} />}
        {ways.length > 0 && <Recovery found={found} />}
        {ways.length > 0 && (
          <Card
            title="Remembered devices"
            description="They are asked for the password alone, for 30 days. A new password ends that."
          >
            <DevicesList devices={found.devices} forget={forgetDevice} />
          </Card>
        )}
      </div>
    </>
  );
}

function More({ found: { ways, hasPhone } }: { found: SecondStep & { hasPhone: boolean } }) {
  const has = (kind: string) => ways.some((way) => way.kind === kind);
  return (
    <Card title="Add a way">
      <div className="grid gap-6">
        {!has("totp") && (
          <Offer
            title="Authenticator app"
            words="An app on your phone shows a new code every 30 seconds. It works without a network."
          >
            <ActForm
              action={beginAppSetUp}
              label="Set an app up"
              variant={ways.length === 0 ? "primary" : "secondary"}
            />
          </Offer>
        )}
        <Offer
          title="Passkey"
          words="Your fingerprint, your face, or the PIN of your device or security key. Where it checks that it is you, it lets you in without the password too. It needs script."
        >
          <NewPasskey
            ask={askForNewPasskey}
            keep={keepPasskey}
            confirmHref={routes.confirmIdentity(routes.accountSecurity())}
            stale={SECOND_STEP_WORDS.stale}
          />
        </Offer>
        {!has("sms") && (
          <Offer
            title="SMS"
            words="A code comes to your mobile phone. The other ways are safer: numbers can be taken over."
          >
            {hasPhone ? (
              <ActForm action={beginSmsSetUp} label="Set SMS codes up" />
            ) : (
              <PhoneForm action={beginSmsSetUp} label={USER_FIELD_INFO.mobilePhone.label} />
            )}
          </Offer>
        )}
      </div>
    </Card>
  );
}

function Offer({ title, words, children }: { title: string; words: string; children: ReactNode }) {
  return (
    <section className="grid gap-2">
      <div>
        <h3 className="font-medium">{title}</h3>
        <p className="text-dense text-muted">{words}</p>
      </div>
      {children}
    </section>
  );
}

function Recovery({ found: { codesLeft, codesMade } }: { found: SecondStep }) {
  return (
    <Card title="Recovery codes" description="For when you have lost your other ways. Each works once.">
      {codesMade === 0 ? (
        <Alert tone="warning" actions={<Link href={routes.recoveryCodes()}>Make recovery codes</Link>}>
          You have none. If you lose your device, only an administrator can let you back in.
        </Alert>
      ) : (
        <p>
          {codesLeft} of {codesMade} left. <Link href={routes.recoveryCodes()}>Make new ones</Link>
        </p>
      )}
    </Card>
  );
}
