"use client";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { routes } from "@/lib/routes";

type OrganizationMadeProps = {
  name: string;
  slug: string;
  /** Null where it went by e-mail. */
  link: string | null;
  accessEmail: string;
};

/** What comes after an organization is made: the link of its first admin, this once, and the way in. */
export function OrganizationMade({ name, slug, link, accessEmail }: OrganizationMadeProps) {
  return (
    <div className="grid max-w-2xl gap-4">
      <Alert
        tone="success"
        live
        title={`${name} is created`}
        actions={
          <>
            <Button href={routes.users(slug)} size="sm">
              Work inside {name}
            </Button>
            <Button href={routes.organizations()} size="sm">
              All organizations
            </Button>
          </>
        }
      >
        {link
          ? "Its first admin activates the account with the link below."
          : `The link for its first admin goes to ${accessEmail}. The page Messages inside it shows what became of it.`}
      </Alert>
      {link && (
        <>
          <Field label="Activation link" hint="Shown only now. Whoever has it can take over the account.">
            {(control) => (
              <TextInput {...control} readOnly value={link} onFocus={(event) => event.target.select()} />
            )}
          </Field>
          <div>
            <CopyButton text={link} label="Copy link" size="md" />
          </div>
        </>
      )}
    </div>
  );
}
