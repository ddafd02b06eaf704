import type { Metadata } from "next";
import { headers } from "next/headers";
import { PublicShell } from "@/components/shell/public-shell";
import { Alert } from "@/components/ui/alert";
import { buttonLook } from "@/components/ui/button-look";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { safePath } from "@/lib/auth/safe-path";
import { networkOf } from "@/lib/network";
import { routes } from "@/lib/routes";
import { type Offer, offersFor } from "@/lib/sso/offer";

export const metadata: Metadata = { title: "Sign in with your organization" };

type Query = Partial<Record<"username" | "target", string | string[]>>;

export default async function OrganizationSignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { username, target } = await searchParams;
  const typed = typeof username === "string" ? username.slice(0, 320).trim() : "";
  const wanted = safePath(typeof target === "string" ? target : null);
  const offers = typed ? await offersFor(typed, networkOf(await headers())) : [];
  const back = wanted === "/" ? undefined : wanted;
  return (
    <PublicShell
      title="Sign in with your organization"
      description="Your username’s domain says where your organization has you sign in."
      footer={<Link href={routes.signIn(back)}>Sign in with a password</Link>}
    >
      <div className="grid gap-5">
        {offers.map((offer) => (
          <Offered key={offer.providerId} offer={offer} username={typed} target={wanted} />
        ))}
        {typed && offers.length === 0 && (
          <Alert tone="info">
            For a username like that there is no sign-in of an organization’s own. Look at how it is written,
            or sign in with your password.
          </Alert>
        )}
        <form method="get" action={routes.organizationSignIn()} className="grid gap-4">
          {back && <input type="hidden" name="target" value={back} />}
          <Field label="Username" id="username" hint="Such as maria@acme.example." required>
            {(control) => (
              <TextInput
                {...control}
                name="username"
                defaultValue={typed}
                type="text"
                inputMode="email"
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                autoFocus={offers.length === 0}
              />
            )}
          </Field>
          <SubmitButton wide variant={offers.length > 0 ? "secondary" : "primary"}>
            {offers.length > 0 ? "Look again" : "Go on"}
          </SubmitButton>
        </form>
      </div>
    </PublicShell>
  );
}

/** A link, and no form: a page of ours may send no form to another site. */
function Offered({ offer, username, target }: { offer: Offer; username: string; target: string }) {
  const href = routes.signOnAt(offer, "start", { hint: username, target: target === "/" ? null : target });
  return (
    <a href={href} className={buttonLook({ variant: "primary", wide: true })}>
      <span>Continue with {offer.name}</span>
    </a>
  );
}
