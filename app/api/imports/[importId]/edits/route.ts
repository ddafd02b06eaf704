import type { z } from "zod";
import { receive } from "@/lib/api";
import { editCells } from "@/lib/imports/commands/edits";
import { applyFix, previewFix } from "@/lib/imports/commands/fixes";
import { redoEdit, undoEdit } from "@/lib/imports/commands/undo-edits";
import { editRequest } from "@/lib/imports/review/requests";
import type { Actor } from "@/lib/permissions/actor";
import { problem } from "@/lib/problem";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ importId: string }> };

/** Changes rows of a file in review, or says what a fix would change; answers the rows as they are judged now. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { importId } = await params;
  const organization = new URL(request.url).searchParams.get("organization");
  const demand = { organization, permission: "users.import.prepare", schema: editRequest } as const;
  const { actor, asked, refusal } = await receive(request, demand);
  if (refusal) return refusal;
  if (asked.kind === "preview") {
    const preview = await previewFix(actor, importId, asked.fix);
    return preview.ok ? Response.json(preview.value) : problem(preview.error);
  }
  const result = await carryOut(actor, importId, asked);
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
