import { onlyMethods } from "@/lib/api-keys/methods";
import { answerByKey, answerJson } from "@/lib/api-keys/route";
import { readApiRow } from "@/lib/imports/api-queries";
import { changeApiRow } from "@/lib/imports/api-row-commands";
import { apiRowChange } from "@/lib/imports/api-rows";
import { problem } from "@/lib/problem";
import { storable } from "@/lib/storable";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ importId: string; line: string }> };

const WRITE = { scope: "imports.write", permission: "users.import.prepare" } as const;
const LINE = /^[1-9]\d{0,8}$/;

/** Changes texts of a row in review, or whether it is selected: the row as it is judged then. */
export function PATCH(request: Request, { params }: Context): Promise<Response> {
  return answerByKey(request, WRITE, async (actor) => {
    const { importId, line } = await params;
    if (!LINE.test(line)) return problem({ code: "notFound", message: "This row does not exist." });
    const parsed = storable(apiRowChange).safeParse(await request.json().catch(() => null));
    if (!parsed.success) {
      const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
      return problem({ code: "invalid", message: "Send a JSON object with what to change.", issues });
    }
    const changed = await changeApiRow(actor, importId, Number(line), parsed.data);
    if (!changed.ok) return problem(changed.error);
    const row = await readApiRow(actor, importId, Number(line));
    return row ? answerJson(row) : problem({ code: "notFound", message: "This row does not exist." });
  });
}

const { refuse, options } = onlyMethods("PATCH");

export { options as OPTIONS, refuse as DELETE, refuse as GET, refuse as POST, refuse as PUT };
