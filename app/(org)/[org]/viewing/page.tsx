import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccountCards } from "@/components/account/account-cards";
import { OwnExtensionCard } from "@/components/telephony/own-extension";
import { DescriptionList } from "@/components/ui/description-list";
import { PageHeader } from "@/components/ui/page-header";
import { requireViewer } from "@/lib/auth/guard";
import { routes } from "@/lib/routes";
import { USER_FIELD_INFO } from "@/lib/users/fields";
import { viewedAccount } from "@/lib/users/view-queries";

export const metadata: Metadata = { title: "Their account" };

/** The account of the person through whose eyes somebody looks on, as that person has it, with nothing to press. */
export default async function ViewedAccountPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { actor, viewing } = await requireViewer(org, "users.update");
  if (!viewing) redirect(routes.users(org));
  const account = await viewedAccount(actor, viewing.userId);
  if (!account) redirect(routes.users(org));
  const { you, details, extension } = account;
  return (
    <>
      <PageHeader
        title="Your account"
        description="What this organization knows you by, and what you may do in it."
      />
      <AccountCards
        you={you}
        links={null}
        extension={extension && <OwnExtensionCard own={extension} />}
        details={
          details.length === 0 ? (
            <p className="text-muted">Your organization keeps everybody’s details itself.</p>
          ) : (
            <DescriptionList
              items={details.map(({ field, value }) => ({
                term: USER_FIELD_INFO[field].label,
                detail: value || "—",
              }))}
            />
          )
        }
      />
    </>
  );
}
