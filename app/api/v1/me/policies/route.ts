import { onlyMethods } from "@/lib/api-keys/methods";
import { answerJson } from "@/lib/api-keys/route";
import { findHomeActor } from "@/lib/auth/guard";
import { readOwnDevicePolicies } from "@/lib/policies/api-queries";
import { problem } from "@/lib/problem";

export const dynamic = "force-dynamic";

/** What an app sees to for whoever has signed in with it: no key, their own session. */
export async function GET(): Promise<Response> {
  const actor = await findHomeActor();
  if (!actor) return problem({ code: "unauthenticated", message: "Sign in first." });
  return answerJson(await readOwnDevicePolicies(actor));
}

const { refuse, options } = onlyMethods("GET");

export { options as OPTIONS, refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
