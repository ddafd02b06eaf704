import { authorize } from "@/lib/api";
import { download } from "@/lib/download";
import { problem } from "@/lib/problem";
import { knownQuery } from "@/lib/properties/list-queries";
import { listUserProperties } from "@/lib/properties/queries";
import { GROUPS_COLUMN, SERVICES_COLUMN } from "@/lib/users/columns";
import { EXPORT_FORMATS, exportFileName } from "@/lib/users/export";
import { recordExport } from "@/lib/users/export-commands";
import { EXPORT_TYPES, exportBytes } from "@/lib/users/export-file";
import { exportBatches } from "@/lib/users/export-queries";
import { readUserListQuery } from "@/lib/users/list";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ org: string }> };

/** Everybody that a view of the list holds, as a file that an import takes as it is: CSV, or XLSX by `format`. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { actor, refusal } = await authorize((await params).org, "users.export");
  if (refusal) return refusal;
  const { format: asked, ...view } = Object.fromEntries(new URL(request.url).searchParams);
  const format = EXPORT_FORMATS.find((each) => each === asked) ?? "csv";
  const { query, properties } = await knownQuery(actor, readUserListQuery(view), listUserProperties);
  const recorded = await recordExport(actor, query);
  if (!recorded.ok) return problem(recorded.error);
  const name = exportFileName(actor.organization.slug, new Date(), format);
  return download(
    exportBytes(exportBatches(actor, query, properties), format, {
      properties,
      groups: query.columns?.includes(GROUPS_COLUMN) ?? false,
      services: query.columns?.includes(SERVICES_COLUMN) ?? false,
    }),
    EXPORT_TYPES[format],
    name,
  );
}
