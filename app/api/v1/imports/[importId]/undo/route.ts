import { onlyMethods } from "@/lib/api-keys/methods";
import { answerByKey, answerJson } from "@/lib/api-keys/route";
import { readApiImport } from "@/lib/imports/api-queries";
import { undoImport } from "@/lib/imports/commands/commit";
import { problem } from "@/lib/problem";
import { imports } from "@/lib/rest/resources/imports";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ importId: string }> };

const WRITE = imports.operations.undo.access;

/** Takes a whole import back: 202 with the import, which is `undone` once a worker has done it. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return answerByKey(request, WRITE, async (actor) => {
    const { importId } = await params;
    const started = await undoImport(actor, importId);
    return started.ok ? answerJson(await readApiImport(actor, importId), 202) : problem(started.error);
  });
}

const { refuse, options } = onlyMethods("POST");

export { options as OPTIONS, refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
