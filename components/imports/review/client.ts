import type { FixPreview } from "@/lib/imports/commands/fixes";
import type { LineRuns } from "@/lib/imports/review/lines";
import type { EditRequest, SelectionRequest } from "@/lib/imports/review/requests";
import type { ReviewRow } from "@/lib/imports/row-queries";

export type Refused = {
  ok: false;
  message: string;
  /** What the cell says by now where somebody else has changed it. */
  theirs?: string;
};
export type Answer<T> = { ok: true; value: T } | Refused;

/** What the server says of an edit: the rows that mean something else now, unless they are very many. */
export type EditAnswer = {
  planBefore: number;
  planVersion: number;
  line: number | null;
  rows: ReviewRow[] | null;
  /** A worker judges all rows anew. */
  isLater: boolean;
};

export type RowsAnswer = { state: string; planVersion: number; rows: ReviewRow[] };
export type LinesAnswer = { state: string; planVersion: number; lines: LineRuns };
export type SelectionAnswer = { changed: number; planBefore: number; planVersion: number };

export const sendEdit = (url: string, request: EditRequest) => ask<EditAnswer>(url, "POST", request);
export const previewFix = (url: string, fix: Extract<EditRequest, { kind: "preview" }>["fix"]) =>
  ask<FixPreview>(url, "POST", { kind: "preview", fix });
export const sendSelection = (url: string, request: SelectionRequest) =>
  ask<SelectionAnswer>(url, "PATCH", request);
export const getRows = (url: string, signal?: AbortSignal) => ask<RowsAnswer>(url, "GET", undefined, signal);
export const getLines = (url: string) => ask<LinesAnswer>(url, "GET");

async function ask<T>(url: string, method: string, body?: unknown, signal?: AbortSignal): Promise<Answer<T>> {
  try {
    const response = await fetch(url, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      ...(signal ? { signal } : {}),
    });
    const answer: unknown = await response.json();
    if (response.ok) return { ok: true, value: answer as T };
    const { title, errors } = answer as { title?: string; errors?: { path: string; message: string }[] };
    const theirs = errors?.find(({ path }) => path === "value")?.message;
    const message = title ?? "This did not work. Try again.";
    return { ok: false, message, ...(theirs === undefined ? {} : { theirs }) };
  } catch {
    return { ok: false, message: "The connection broke. What you see may be old; try again." };
  }
}
