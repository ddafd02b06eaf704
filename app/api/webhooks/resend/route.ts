import { env } from "@/lib/env";
import { noteDelivery } from "@/lib/messages/delivery-commands";
import { readWebhookBody } from "@/lib/messages/webhooks/body";
import { readResendEvent } from "@/lib/messages/webhooks/events";
import { isSignedBySvix } from "@/lib/messages/webhooks/svix";
import { problem } from "@/lib/problem";

export const dynamic = "force-dynamic";

/** Takes from Resend what became of messages. What is not signed with the secret, or is old, changes nothing. */
export async function POST(request: Request): Promise<Response> {
  const { RESEND_WEBHOOK_SECRET: secret } = env();
  if (!secret) return problem({ code: "notFound", message: "No webhook of Resend is set up." });
  const body = await readWebhookBody(request);
  const header = (name: string) =>
    request.headers.get(`svix-${name}`) ?? request.headers.get(`webhook-${name}`);
  const signed = { id: header("id"), timestamp: header("timestamp"), signature: header("signature") };
  if (body === null || !isSignedBySvix({ ...signed, body }, secret, Date.now()))
    return problem({ code: "invalid", message: "This is not signed as it should be." });
  const noted = readResendEvent(body);
  if (noted) await noteDelivery(noted);
  return Response.json({ received: true });
}
