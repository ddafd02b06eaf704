import { problem } from "@/lib/problem";
import { findProvider } from "@/lib/sso/begin";
import type { ProviderKey } from "@/lib/sso/read-provider";
import { ourMetadata } from "@/lib/sso/saml-metadata";

export const dynamic = "force-dynamic";

/** What a SAML provider has to know of us, as metadata (SAML metadata, 2.4.4). */
export async function GET(_: Request, { params }: { params: Promise<ProviderKey> }): Promise<Response> {
  const key = await params;
  const provider = await findProvider(key);
  if (provider?.kind !== "saml") return problem({ code: "notFound", message: "There is no such provider." });
  return new Response(ourMetadata(key), { headers: { "content-type": "application/samlmetadata+xml" } });
}
