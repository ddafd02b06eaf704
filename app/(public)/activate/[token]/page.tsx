import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { activateAccount, adviseOnLink } from "@/app/(public)/activate/[token]/actions";
import { LapsedLink } from "@/app/(public)/activate/[token]/lapsed-link";
import { NewPasswordForm } from "@/components/credentials/new-password-form";
import { PublicShell } from "@/components/shell/public-shell";
import { readActivation } from "@/lib/credentials/activation";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Activate your account" };

export default async function ActivatePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const offer = await readActivation(token);
  if (!offer.ok) return <LapsedLink token={token} words={offer.error.message} />;
  const { name, username, organization, brand, kind, lengthMin } = offer.value;
  if (kind === "reset") redirect(routes.reset(token));
  return (
    <PublicShell
      brand={{ name: organization, ...brand }}
      title={`Welcome, ${name}`}
      description={`Choose the password for your account at ${organization}. You will sign in as ${username}.`}
    >
      <NewPasswordForm
        action={activateAccount.bind(null, token)}
        username={username}
        lengthMin={lengthMin}
        advise={adviseOnLink.bind(null, token)}
        submit="Activate and sign in"
      />
    </PublicShell>
  );
}
