import { PublicShell } from "@/components/shell/public-shell";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { PasswordInput } from "@/components/ui/password-input";
import { TextInput } from "@/components/ui/text-input";

export const metadata = { title: "Public shell" };

export default function PublicShellPage() {
  return (
    <PublicShell
      title="Sign in"
      description="With the username you were given."
      footer={
        <p>
          Something else? <Link href="/components">Back to the components</Link>
        </p>
      }
    >
      <form className="grid gap-4">
        <Alert tone="error" live>
          The username or the password is wrong.
        </Alert>
        <Field label="Username" required>
          {(control) => <TextInput {...control} name="username" type="email" placeholder="name@domain" />}
        </Field>
        <Field label="Password" required aside={<Link href="/components">Forgot it?</Link>}>
          {(control) => <PasswordInput {...control} name="password" autoComplete="current-password" />}
        </Field>
        <Button type="submit" variant="primary" wide className="mt-2">
          Sign in
        </Button>
      </form>
    </PublicShell>
  );
}
