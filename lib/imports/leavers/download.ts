import "server-only";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { download } from "@/lib/download";
import { csvText } from "@/lib/exports/csv";
import { STAYS_BECAUSE } from "@/lib/imports/leavers/guard";
import { eachLeaver, listLeavers } from "@/lib/imports/leavers/queries";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { exportRefusal } from "@/lib/policies/export";
import { problem } from "@/lib/problem";
import { ok } from "@/lib/result";

const HEADER = ["Name", "Access email", "Username", "Stays because"];

/** An answer with everybody who is not in an import's file; the export is on record before the first of them leaves. */
export async function leaversDownload(actor: Actor, importId: string): Promise<Response> {
  const page = can(actor, "users.import.read")
    ? await listLeavers(actor, importId, { search: "", after: null })
    : null;
  if (!page)
    return problem({ code: "notFound", message: "This import does not exist, or only adds people." });
  if (page.unreadable > 0 || page.choice)
    return problem({ code: "conflict", message: "Nobody can tell any more who is not in this file." });
  const recorded = await recordExport(actor, page.counts.all);
  if (!recorded.ok) return problem(recorded.error);
  const name = `${actor.organization.slug}-not-in-file.csv`;
  return download(linesOf(actor, importId), "text/csv; charset=utf-8", name);
}

const recordExport = (actor: Actor, count: number) =>
  command(actor, "users.export", async (tx) => {
    const refusal = await exportRefusal(tx, actor);
    if (refusal) return refusal;
    const { id, name } = actor.organization;
    await record(tx, id, actor, "user.exported", { type: "organization", id, name }, { after: { count } });
    return ok({});
  });

async function* linesOf(actor: Actor, importId: string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  // Without a byte order mark Excel takes UTF-8 for the code page of its computer.
  yield encoder.encode(`\ufeff${csvText([HEADER])}`);
  for await (const people of eachLeaver(actor, importId)) {
    const lines = people.map(({ name, accessEmail, username, stays }) => [
      name,
      accessEmail,
      username,
      stays ? STAYS_BECAUSE[stays] : "",
    ]);
    yield encoder.encode(csvText(lines));
  }
}
