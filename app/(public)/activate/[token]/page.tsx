import type { Metadata } from "next";
import { activateAccount } from "@/app/(public)/activate/[token]/actions";
import { NewPasswordForm } from "@/components/credentials/new-password-form";
import { PublicShell } from "@/components/shell/public-shell";
import { readActivation } from "@/lib/credentials/activation";

export const metadata: Metadata = { title: "Activate your account", referrer: "no-referrer" };

export default async function ActivatePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const offer = await readActivation(token);
  if (!offer.ok) {
    return (
      <PublicShell title="This link does not work any more" description={offer.error.message}>
        <p className="text-muted">Nothing has happened to your account.</p>
      </PublicShell>
    );
  }
  const { name, username, organization, kind } = offer.value;
  return (
    <PublicShell
      title={kind === "reset" ? "Choose a new password" : `Welcome, ${name}`}
      description={`Choose the password for your account at ${organization}. You will sign in as ${username}.`}
    >
      <NewPasswordForm
        action={activateAccount.bind(null, token)}
        username={username}
        submit="Activate and sign in"
      />
    </PublicShell>
  );
}
