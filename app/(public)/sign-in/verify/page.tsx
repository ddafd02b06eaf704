import type { Metadata } from "next";
import { askForPasskey, sendCode, verifyCode, verifyPasskey } from "@/app/(public)/sign-in/verify/actions";
import { CodeForm } from "@/components/mfa/code-form";
import { PasskeyStep } from "@/components/mfa/passkey-step";
import { SendCode } from "@/components/mfa/send-code";
import { PublicShell } from "@/components/shell/public-shell";
import { Alert } from "@/components/ui/alert";
import { Link } from "@/components/ui/link";
import { pendingCookie } from "@/lib/mfa/cookies";
import { type Choices, pendingChoices } from "@/lib/mfa/queries";
import { SECOND_STEP_WORDS } from "@/lib/mfa/words";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Second step" };

type Props = { searchParams: Promise<{ way?: string | string[] }> };

type Way = "passkey" | "totp" | "sms" | "recovery";

const OTHERWISE: Record<Way, string> = {
  passkey: "Use a passkey",
  totp: "Use your authenticator app",
  sms: "Get a code by SMS",
  recovery: "Use a recovery code",
};

export default async function VerifyPage({ searchParams }: Props) {
  const { way: asked } = await searchParams;
  const choices = await pendingChoices(await pendingCookie());
  if (!choices) return <Gone />;
  const ways = waysOf(choices);
  const way = ways.find((each) => each === asked) ?? ways[0];
  return (
    <PublicShell
      title="One more step"
      description="Your password is right. Now show in another way that it is you."
      footer={<Link href={routes.signIn()}>Start again</Link>}
    >
      {way ? <Step way={way} choices={choices} /> : <NoWay />}
      {ways.length > 1 && (
        <ul className="mt-5 grid gap-2 border-t border-line pt-4 text-dense">
          {ways
            .filter((each) => each !== way)
            .map((each) => (
              <li key={each}>
                <Link href={routes.secondStep({ way: each })}>{OTHERWISE[each]}</Link>
              </li>
            ))}
        </ul>
      )}
      {choices.sms?.isMoved && (
        <p className="mt-4 text-dense text-muted">
          Another phone is on file for you than the one that was set up ({choices.sms.phone}), so no code can
          be sent.
        </p>
      )}
    </PublicShell>
  );
}

function waysOf({ hasPasskey, hasApp, sms, hasRecoveryCodes }: Choices): Way[] {
  return [
    ...(hasPasskey ? (["passkey"] as const) : []),
    ...(hasApp ? (["totp"] as const) : []),
    ...(sms && !sms.isMoved ? (["sms"] as const) : []),
    ...(hasRecoveryCodes ? (["recovery"] as const) : []),
  ];
}

function Step({ way, choices }: { way: Way; choices: Choices }) {
  if (way === "passkey") return <PasskeyStep ask={askForPasskey} answer={verifyPasskey} />;
  if (way === "totp")
    return (
      <CodeForm
        key={way}
        action={verifyCode}
        way={way}
        label="Code"
        hint="The 6 digits that your authenticator app shows now."
      />
    );
  if (way === "recovery")
    return (
      <CodeForm
        key={way}
        action={verifyCode}
        way={way}
        label="Recovery code"
        hint="One of the ten that you kept, such as 4k7qz-m2x9c. It works once."
      />
    );
  const { phone = "", isSent = false } = choices.sms ?? {};
  return (
    <div className="grid gap-5">
      <SendCode action={sendCode} phone={phone} isSent={isSent} />
      {isSent && (
        <CodeForm
          key={way}
          action={verifyCode}
          way={way}
          label="Code"
          hint={`The 6 digits that were sent to ${phone}.`}
        />
      )}
    </div>
  );
}

function NoWay() {
  return (
    <Alert tone="warning">
      None of the ways that you have set up works at the moment. Ask an administrator to reset your second
      step.
    </Alert>
  );
}

function Gone() {
  return (
    <PublicShell title="One more step">
      <Alert tone="warning" actions={<Link href={routes.signIn()}>Sign in</Link>}>
        {SECOND_STEP_WORDS.gone}
      </Alert>
    </PublicShell>
  );
}
