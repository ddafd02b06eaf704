import type { Metadata } from "next";
import { askForReset } from "@/app/(public)/forgot/actions";
import { AskForm } from "@/components/credentials/ask-form";
import { PublicShell } from "@/components/shell/public-shell";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { TextInput } from "@/components/ui/text-input";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Forgot your password?" };

export default function ForgotPage() {
  return (
    <PublicShell
      title="Forgot your password?"
      description="We send a link to the e-mail address of your account. With it you choose a new one."
      footer={<Link href={routes.signIn()}>Back to sign in</Link>}
    >
      <AskForm action={askForReset} submit="Send me a link">
        <Field label="Username or e-mail address" id="name" required>
          {(control) => (
            <TextInput
              {...control}
              name="name"
              type="text"
              inputMode="email"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus
            />
          )}
        </Field>
      </AskForm>
    </PublicShell>
  );
}
