import type { Metadata } from "next";
import { ReferenceSection } from "@/components/api-keys/reference";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { publicUrl } from "@/lib/env";
import { openApi } from "@/lib/rest/openapi";
import { RESOURCES } from "@/lib/rest/operations";
import { referenceOf } from "@/lib/rest/reference";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "API reference" };

export default async function ApiReferencePage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  await requireActor(org, "apiKeys.read");
  const parts = referenceOf(openApi(RESOURCES, publicUrl()));
  return (
    <>
      <PageHeader
        title="API reference"
        description="Everything that a program can ask for with a key, as the OpenAPI document of this server has it."
        breadcrumbs={[{ label: "API keys", href: routes.apiKeys(org) }]}
        actions={<Button href={routes.apiDocument()}>OpenAPI document</Button>}
      />
      {parts.map((part) => (
        <ReferenceSection key={part.name} part={part} />
      ))}
    </>
  );
}
