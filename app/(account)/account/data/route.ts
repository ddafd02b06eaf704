import { ownData } from "@/lib/account/data";
import { findHomeActor } from "@/lib/auth/guard";
import { problem } from "@/lib/problem";

export const dynamic = "force-dynamic";

/** What is kept about whoever asks, as a file. */
export async function GET(): Promise<Response> {
  const actor = await findHomeActor();
  if (!actor) return problem({ code: "unauthenticated", message: "Sign in first." });
  const data = await ownData(actor);
  if (!data.ok) return problem(data.error);
  return new Response(JSON.stringify(data.value, null, 2), {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": 'attachment; filename="my-data.json"',
      "cache-control": "no-store",
    },
  });
}
