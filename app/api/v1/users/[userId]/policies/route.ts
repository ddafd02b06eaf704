import { onlyMethods } from "@/lib/api-keys/methods";
import { answerByKey, answerJson } from "@/lib/api-keys/route";
import { readApiPolicies } from "@/lib/policies/api-queries";
import { problem } from "@/lib/problem";
import { devices } from "@/lib/rest/resources/devices";
import { absence } from "@/lib/result";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ userId: string }> };

const READ = devices.operations.policies.access;

/** What holds for a person, with where it comes from. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerByKey(request, READ, async (actor) => {
    const found = await readApiPolicies(actor, (await params).userId);
    return found ? answerJson(found) : problem(absence("person"));
  });
}

const { refuse, options } = onlyMethods("GET");

export { options as OPTIONS, refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
