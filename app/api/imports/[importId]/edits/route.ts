import type { z } from "zod";
import { authorize, isSameOrigin } from "@/lib/api";
import { editCells } from "@/lib/imports/commands/edits";
import { applyFix, previewFix } from "@/lib/imports/commands/fixes";
import { redoEdit, undoEdit } from "@/lib/imports/commands/undo-edits";
import { editRequest } from "@/lib/imports/review/requests";
import type { Actor } from "@/lib/permissions/actor";
import { problem } from "@/lib/problem";
import { storable } from "@/lib/storable";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ importId: string }> };

/** Changes rows of a file in review, or says what a fix would change; answers the rows as they are judged now. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { importId } = await params;
  const organization = new URL(request.url).searchParams.get("organization");
  const { actor, refusal } = await authorize(organization, "users.import.prepare");
  if (refusal) return refusal;
  if (!isSameOrigin(request)) return problem({ code: "forbidden", message: "This came from another site." });
  const parsed = storable(editRequest).safeParse(await request.json().catch(() => null));
  if (!parsed.success) {
    const message = parsed.error.issues[0]?.message ?? "This cannot be read.";
    return problem({ code: "invalid", message });
  }
  if (parsed.data.kind === "preview") {
    const preview = await previewFix(actor, importId, parsed.data.fix);
    return preview.ok ? Response.json(preview.value) : problem(preview.error);
  }
  const result = await carryOut(actor, importId, parsed.data);
  if (!result.ok) return problem(result.error);
  const { lines, ...edited } = result.value;
  return Response.json({ ...edited, line: lines[0] ?? null });
}

type Change = Exclude<z.output<typeof editRequest>, { kind: "preview" }>;

function carryOut(actor: Actor, importId: string, asked: Change) {
  switch (asked.kind) {
    case "cells":
      return editCells(actor, importId, { line: asked.line, cells: asked.cells });
    case "fix":
      return applyFix(actor, importId, asked.fix);
    case "undo":
      return undoEdit(actor, importId, asked.id);
    case "redo":
      return redoEdit(actor, importId, asked.id);
  }
}
