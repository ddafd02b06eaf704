import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { askForAnyPasskey, signInWithPasskey } from "@/app/(public)/sign-in/verify/actions";
import { OrganizationSignIn } from "@/components/auth/organization-sign-in";
import { RememberedUsername } from "@/components/auth/remembered-username";
import { PasskeySignIn } from "@/components/mfa/passkey-sign-in";
import { PublicShell } from "@/components/shell/public-shell";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { PasswordInput } from "@/components/ui/password-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { safePath } from "@/lib/auth/safe-path";
import { signedIn } from "@/lib/auth/sessions";
import { signInProblem } from "@/lib/auth/sign-in-words";
import { routes } from "@/lib/routes";
import { endInWords } from "@/lib/sessions/end-words";

export const metadata: Metadata = { title: "Sign in" };

type Query = Partial<Record<"callbackUrl" | "error" | "done" | "ended", string | string[]>>;
type Props = { searchParams: Promise<Query> };

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error, done, ended } = await searchParams;
  const target = safePath(typeof callbackUrl === "string" ? callbackUrl : null);
  if (await signedIn()) redirect(target);
  const why = typeof ended === "string" && typeof error !== "string" ? endInWords(ended) : null;
  const csrfToken = (await headers()).get("x-rollcall-csrf") ?? "";
  return (
    <PublicShell
      title="Sign in"
      description="With your username, such as maria@acme.example."
      footer={<Link href={routes.pin()}>Activate your account with a PIN</Link>}
    >
      <form method="post" action="/api/auth/callback/credentials" className="grid gap-4">
        {done === "password" && (
          <Alert tone="success">Your password is changed. Sign in with the new one.</Alert>
        )}
        {why && <Alert tone="info">{why}</Alert>}
        {typeof error === "string" && <Alert tone="error">{signInProblem(error)}</Alert>}
        <input type="hidden" name="csrfToken" value={csrfToken} />
        <input type="hidden" name="callbackUrl" value={target} />
        <RememberedUsername>
          <Field label="Username" id="username" required>
            {(control) => (
              <TextInput
                {...control}
                name="username"
                type="text"
                inputMode="email"
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                autoFocus
              />
            )}
          </Field>
        </RememberedUsername>
        <Field
          label="Password"
          id="password"
          aside={<Link href={routes.forgotPassword()}>Forgot your password?</Link>}
          required
        >
          {(control) => <PasswordInput {...control} name="password" autoComplete="current-password" />}
        </Field>
        <SubmitButton wide>Sign in</SubmitButton>
      </form>
      <OrganizationSignIn href={routes.organizationSignIn({ target })} />
      <PasskeySignIn target={target} ask={askForAnyPasskey} answer={signInWithPasskey} />
    </PublicShell>
  );
}
