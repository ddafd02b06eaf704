import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { adviseOnLink } from "@/app/(public)/activate/[token]/actions";
import { LapsedLink } from "@/app/(public)/activate/[token]/lapsed-link";
import { setNewPassword } from "@/app/(public)/reset/[token]/actions";
import { NewPasswordForm } from "@/components/credentials/new-password-form";
import { PublicShell } from "@/components/shell/public-shell";
import { readActivation } from "@/lib/credentials/activation";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Choose a new password" };

export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const offer = await readActivation(token);
  if (!offer.ok) return <LapsedLink token={token} words={offer.error.message} />;
  const { username, organization, brand, kind, lengthMin } = offer.value;
  if (kind !== "reset") redirect(routes.activate(token));
  return (
    <PublicShell
      brand={{ name: organization, ...brand }}
      title="Choose a new password"
      description={`For ${username} at ${organization}. You are signed out everywhere, and sign in with the new one.`}
    >
      <NewPasswordForm
        action={setNewPassword.bind(null, token)}
        username={username}
        lengthMin={lengthMin}
        advise={adviseOnLink.bind(null, token)}
        submit="Set the password"
      />
    </PublicShell>
  );
}
