import { env, publicUrl } from "@/lib/env";
import { noteDelivery } from "@/lib/messages/delivery-commands";
import { readWebhookBody } from "@/lib/messages/webhooks/body";
import { readTwilioStatus } from "@/lib/messages/webhooks/events";
import { isSignedByTwilio } from "@/lib/messages/webhooks/twilio-signature";
import { problem } from "@/lib/problem";

export const dynamic = "force-dynamic";

/** Takes from Twilio what became of an SMS. The address that is signed is ours as people know it, and not the request's. */
export async function POST(request: Request): Promise<Response> {
  const { TWILIO_AUTH_TOKEN: authToken } = env();
  if (!authToken) return problem({ code: "notFound", message: "No webhook of Twilio is set up." });
  const body = await readWebhookBody(request);
  const { pathname, search, searchParams } = new URL(request.url);
  const fields = new URLSearchParams(body ?? "");
  const signature = request.headers.get("x-twilio-signature");
  if (body === null || !isSignedByTwilio(publicUrl() + pathname + search, fields, signature, authToken))
    return problem({ code: "invalid", message: "This is not signed as it should be." });
  const noted = readTwilioStatus(searchParams, fields, new Date());
  if (noted) await noteDelivery(noted);
  return new Response(null, { status: 204 });
}
