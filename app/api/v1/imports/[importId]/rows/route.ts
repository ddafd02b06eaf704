import { onlyMethods } from "@/lib/api-keys/methods";
import { answerByKey, answerJson } from "@/lib/api-keys/route";
import { listApiRows } from "@/lib/imports/api-queries";
import { API_FATES } from "@/lib/imports/api-shape";
import { problem } from "@/lib/problem";
import { imports } from "@/lib/rest/resources/imports";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ importId: string }> };

const LINE = /^\d{1,9}$/;

const READ = imports.operations.rows.access;

/** A page of an import's rows in the file's order: of one fate if `fate` names it, from `cursor` on. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerByKey(request, READ, async (actor) => {
    const { importId } = await params;
    const query = new URL(request.url).searchParams;
    const fate = API_FATES.find((known) => known === query.get("fate")) ?? null;
    if (fate === null && query.get("fate"))
      return problem({ code: "invalid", message: `There are the fates ${API_FATES.join(", ")}.` });
    const cursor = query.get("cursor") || "0";
    if (!LINE.test(cursor)) return problem({ code: "invalid", message: "This is no cursor of ours." });
    const page = await listApiRows(actor, importId, { fate, afterLine: Number(cursor) });
    return page.ok ? answerJson(page.value) : problem(page.error);
  });
}

const { refuse, options } = onlyMethods("GET");

export { options as OPTIONS, refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
