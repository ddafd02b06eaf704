import type { Metadata } from "next";
import { PublicShell } from "@/components/shell/public-shell";
import { buttonLook } from "@/components/ui/button-look";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Signed out" };

type Query = Partial<Record<"organization" | "provider" | "session", string | string[]>>;

export default async function SignedOutPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { organization, provider, session } = await searchParams;
  const texts = [organization, provider, session].filter((each) => typeof each === "string");
  const [organizationId, providerId, sessionId] = texts;
  return (
    <PublicShell
      title="You are signed out"
      description="Your organization’s own sign-in may still know you on this device, and let the next person in without asking."
      footer={<Link href={routes.signIn()}>Sign in again</Link>}
    >
      {organizationId && providerId && sessionId && (
        <a
          href={routes.signOnAt({ organizationId, providerId }, "sign-out", { session: sessionId })}
          className={buttonLook({ variant: "primary", wide: true })}
        >
          <span>Sign out there too</span>
        </a>
      )}
    </PublicShell>
  );
}
