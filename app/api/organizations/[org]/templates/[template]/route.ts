import { authorize } from "@/lib/api";
import { TEMPLATES, templateCsv } from "@/lib/imports/template";
import { problem } from "@/lib/problem";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ org: string; template: string }> };

/** An empty file to fill in. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { org, template } = await params;
  const { refusal } = await authorize(org, "users.import.read");
  if (refusal) return refusal;
  const known = TEMPLATES.find((each) => each === template);
  if (!known) return problem({ code: "notFound", message: "There is no such template." });
  return new Response(templateCsv(known), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="rollcall-${known}.csv"`,
    },
  });
}
