import { askForAnother } from "@/app/(public)/activate/[token]/actions";
import { AskForm } from "@/components/credentials/ask-form";
import { PublicShell } from "@/components/shell/public-shell";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/routes";

/** A link that works no more, or never did, and the way to a new one. */
export function LapsedLink({ token, words }: { token: string; words: string }) {
  return (
    <PublicShell
      title="This link does not work any more"
      description={`${words} Nothing has happened to your account.`}
      footer={<Link href={routes.signIn()}>Sign in</Link>}
    >
      <AskForm action={askForAnother.bind(null, token)} submit="Send me a new link">
        <p className="text-muted">A new one goes to the e-mail address of the account, and to nobody else.</p>
      </AskForm>
    </PublicShell>
  );
}
