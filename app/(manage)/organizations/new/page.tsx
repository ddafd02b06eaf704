import type { Metadata } from "next";
import { createOrganization } from "@/app/(manage)/organizations/actions";
import { NewOrganizationForm } from "@/components/organizations/new-organization-form";
import { PageHeader } from "@/components/ui/page-header";
import { requireHomeActor } from "@/lib/auth/guard";
import { newId } from "@/lib/ids";
import { newOrganizationChoices } from "@/lib/organizations/managed-queries";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "New organization" };

export default async function NewOrganizationPage() {
  const { actor } = await requireHomeActor("organizations.create");
  const choices = await newOrganizationChoices(actor);
  return (
    <>
      <PageHeader
        title="New organization"
        description="It begins with one admin, who activates the account by a link and does the rest."
        breadcrumbs={[{ label: "Organizations", href: routes.organizations() }]}
      />
      <NewOrganizationForm
        id={newId()}
        org={actor.organization.slug}
        {...choices}
        create={createOrganization}
      />
    </>
  );
}
