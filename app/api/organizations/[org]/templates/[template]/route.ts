import { authorize } from "@/lib/api";
import { TEMPLATE_TYPES, templateFile } from "@/lib/imports/templates/files";
import { TEMPLATE_INFO, TEMPLATES, templateColumns } from "@/lib/imports/templates/layouts";
import { importSettings } from "@/lib/organizations/settings";
import { rolesToGive } from "@/lib/permissions/can";
import { problem } from "@/lib/problem";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ org: string; template: string }> };

/** A file to fill in, such as `all-fields.xlsx`. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { org, template: name } = await params;
  const { actor, refusal } = await authorize(org, "users.import.read");
  if (refusal) return refusal;
  const template = TEMPLATES.find((each) => name.startsWith(`${each}.`));
  const format = template && TEMPLATE_INFO[template].formats.find((each) => name === `${template}.${each}`);
  if (!format) return problem({ code: "notFound", message: "There is no such template." });
  const { mandatoryFields, properties } = await importSettings(actor);
  const columns = templateColumns(template, mandatoryFields, properties);
  const file = templateFile(columns, format, rolesToGive(actor));
  return new Response(new Uint8Array(file), {
    headers: {
      "content-type": TEMPLATE_TYPES[format],
      "content-disposition": `attachment; filename="rollcall-${name}"`,
    },
  });
}
