import { authorize } from "@/lib/api";
import { download } from "@/lib/download";
import { problem } from "@/lib/problem";
import { fetchReport } from "@/lib/reports/commands";
import { readReport } from "@/lib/reports/queries";
import { EXPORT_TYPES } from "@/lib/users/export-file";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ org: string; reportId: string }> };

/** A report's file, by its signed link and to whoever is signed in and may have such a report. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { org, reportId } = await params;
  const { actor, refusal } = await authorize(org, "users.export");
  if (refusal) return refusal;
  const signature = new URL(request.url).searchParams.get("signature") ?? "";
  const fetched = await fetchReport(actor, reportId, signature);
  if (!fetched.ok) return problem(fetched.error);
  const { id, fileName, format } = fetched.value;
  return download(readReport(actor, id), EXPORT_TYPES[format === "xlsx" ? "xlsx" : "csv"], fileName);
}
