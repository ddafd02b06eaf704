import { onlyMethods } from "@/lib/api-keys/methods";
import { answerBodyByKey, answerJson } from "@/lib/api-keys/route";
import { readApiRow } from "@/lib/imports/api-queries";
import { changeApiRow } from "@/lib/imports/api-row-commands";
import { problem } from "@/lib/problem";
import { imports } from "@/lib/rest/resources/imports";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ importId: string; line: string }> };

const { changeRow } = imports.operations;

const WRITE = {
  ...changeRow.access,
  schema: changeRow.body,
  words: "Send a JSON object with what to change.",
} as const;
const LINE = /^[1-9]\d{0,8}$/;

/** Changes texts of a row in review, or whether it is selected: the row as it is judged then. */
export function PATCH(request: Request, { params }: Context): Promise<Response> {
  return answerBodyByKey(request, WRITE, async (actor, asked) => {
    const { importId, line } = await params;
    if (!LINE.test(line)) return problem({ code: "notFound", message: "This row does not exist." });
    const changed = await changeApiRow(actor, importId, Number(line), asked);
    if (!changed.ok) return problem(changed.error);
    const row = await readApiRow(actor, importId, Number(line));
    return row ? answerJson(row) : problem({ code: "notFound", message: "This row does not exist." });
  });
}

const { refuse, options } = onlyMethods("PATCH");

export { options as OPTIONS, refuse as DELETE, refuse as GET, refuse as POST, refuse as PUT };
