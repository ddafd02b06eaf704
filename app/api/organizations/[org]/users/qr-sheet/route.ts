import * as z from "zod";
import { receive } from "@/lib/api";
import { issueQrSheet } from "@/lib/credentials/qr-commands";
import { qrSheet } from "@/lib/credentials/qr-sheet";
import { PAPERS } from "@/lib/credentials/sheet-layout";
import { audienceSchema } from "@/lib/messages/audience";
import { problem } from "@/lib/problem";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ org: string }> };

const sheet = z.object({
  selection: audienceSchema,
  /** Whether the first ones are asked for, where a sheet does not hold all. */
  firstOnly: z.boolean().optional(),
  paper: z.literal(Object.keys(PAPERS) as (keyof typeof PAPERS)[]),
});

/** A PDF of cards to print, one for each of the chosen who waits for an activation, with a new QR code on each. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { actor, asked, refusal } = await receive(request, {
    organization: (await params).org,
    permission: "users.credentials.issue",
    schema: sheet,
    words: "Say who is chosen, and the paper.",
  });
  if (refusal) return refusal;
  const { selection, firstOnly, paper } = asked;
  const issued = await issueQrSheet(actor, selection, { firstOnly });
  if (!issued.ok) return problem(issued.error);
  const { people, expiresAt, left, more } = issued.value;
  const pdf = await qrSheet(people, { organization: actor.organization.name, expiresAt, paper });
  return new Response(new Uint8Array(pdf), {
    headers: {
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="qr-codes.pdf"`,
      "cache-control": "no-store",
      "x-people": String(people.length),
      "x-people-left": String(left),
      "x-people-more": String(more),
    },
  });
}
