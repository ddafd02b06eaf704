import { onlyMethods } from "@/lib/api-keys/methods";
import { answerByKey, answerJson } from "@/lib/api-keys/route";
import { readApiImport } from "@/lib/imports/api-queries";
import { problem } from "@/lib/problem";
import { imports } from "@/lib/rest/resources/imports";
import { absence } from "@/lib/result";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ importId: string }> };

const READ = imports.operations.read.access;

/** An import: where it stands, its plan in numbers, and why it was refused if it was. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerByKey(request, READ, async (actor) => {
    const found = await readApiImport(actor, (await params).importId);
    return found ? answerJson(found) : problem(absence("import"));
  });
}

const { refuse, options } = onlyMethods("GET");

export { options as OPTIONS, refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
