import type { Metadata } from "next";
import { saveOwnDetails } from "@/app/(account)/account/details/actions";
import { DetailsForm } from "@/components/account/details-form";
import { Alert } from "@/components/ui/alert";
import { PageHeader } from "@/components/ui/page-header";
import { ownDetails } from "@/lib/account/details";
import { requireHomeActor } from "@/lib/auth/guard";
import { routes } from "@/lib/routes";
import { USER_FIELD_INFO } from "@/lib/users/fields";

export const metadata: Metadata = { title: "Your details" };

const KINDS: Partial<Record<string, "email" | "tel">> = { email: "email", phone: "tel" };

export default async function DetailsPage() {
  const { actor } = await requireHomeActor("account.read");
  const { version, fields } = await ownDetails(actor);
  return (
    <>
      <PageHeader
        title="Your details"
        description="What your organization lets you change yourself. For anything else, ask your administrator."
        breadcrumbs={[{ label: "Your account", href: routes.account() }]}
      />
      <div className="grid max-w-md gap-4">
        {fields.length === 0 ? (
          <Alert tone="info">Your organization keeps everybody’s details itself.</Alert>
        ) : (
          <DetailsForm
            save={saveOwnDetails}
            version={version}
            fields={fields.map(({ field, ...rest }) => {
              const { label, kind } = USER_FIELD_INFO[field];
              return { name: field, label, kind: KINDS[kind] ?? "text", ...rest };
            })}
          />
        )}
      </div>
    </>
  );
}
