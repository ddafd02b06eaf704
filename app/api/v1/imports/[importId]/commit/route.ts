import { onlyMethods } from "@/lib/api-keys/methods";
import { answerBodyByKey, answerJson } from "@/lib/api-keys/route";
import { commitByKey } from "@/lib/imports/api-commands";
import { readApiImport } from "@/lib/imports/api-queries";
import { problem } from "@/lib/problem";
import { imports } from "@/lib/rest/resources/imports";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ importId: string }> };

const KEY = /^[\x21-\x7e]{1,255}$/;

const { commit } = imports.operations;

const WRITE = {
  ...commit.access,
  schema: commit.body,
  words: "Send a JSON object with the planVersion.",
} as const;

/** Carries out the plan of the given version: 202 with the import. Again with the same key, it is the same commit. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return answerBodyByKey(request, WRITE, async (actor, asked) => {
    const { importId } = await params;
    const key = request.headers.get("idempotency-key");
    if (key !== null && !KEY.test(key))
      return problem({ code: "invalid", message: "An Idempotency-Key has 1 to 255 visible characters." });
    const given = { ...asked, idempotencyKey: key };
    const started = await commitByKey(actor, importId, given);
    if (!started.ok) return problem(started.error);
    return answerJson(await readApiImport(actor, importId), 202);
  });
}

const { refuse, options } = onlyMethods("POST");

export { options as OPTIONS, refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
