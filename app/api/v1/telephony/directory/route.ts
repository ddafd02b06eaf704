import { onlyMethods } from "@/lib/api-keys/methods";
import { answerByKey, answerJson } from "@/lib/api-keys/route";
import { directories } from "@/lib/rest/resources/directories";
import { readTelephonyDirectory } from "@/lib/telephony/directory-queries";

export const dynamic = "force-dynamic";

const READ = directories.operations.telephony.access;

/** Who may register and be called at this moment, for a PBX; `?number=` asks for one. */
export function GET(request: Request): Promise<Response> {
  return answerByKey(request, READ, async (actor) =>
    answerJson(await readTelephonyDirectory(actor, new URL(request.url).searchParams.get("number"))),
  );
}

const { refuse, options } = onlyMethods("GET");

export { options as OPTIONS, refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
