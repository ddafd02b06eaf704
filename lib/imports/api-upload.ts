import { type ApiImportOptions, apiImportOptions } from "@/lib/imports/api-options";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { fileTooLarge } from "@/lib/imports/refusals";
import type { FieldIssue } from "@/lib/result";
import { isStorable, storable } from "@/lib/storable";

export type ApiUpload =
  | { ok: true; file: File; options: ApiImportOptions }
  | { ok: false; status: 400 | 413; message: string; issues?: FieldIssue[] };

const BESIDE_THE_FILE_BYTES_MAX = 256 * 1024;

/**
 * Reads a request of the type `multipart/form-data` (RFC 7578) with a `file` and perhaps `options`, a JSON object. It
 * stops reading where a body is longer than any file may be, whatever length was announced.
 */
export async function readApiUpload(request: Request): Promise<ApiUpload> {
  const bytesMax = IMPORT_LIMITS.bytesMax + BESIDE_THE_FILE_BYTES_MAX;
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > bytesMax) return tooLarge(announced);
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data") || !request.body) return noForm();
  const counted = { bytes: 0 };
  const body = request.body.pipeThrough(upTo(bytesMax, counted));
  const form = await new Response(body, { headers: { "content-type": type } }).formData().catch(() => null);
  if (!form) return counted.bytes > bytesMax ? tooLarge(counted.bytes) : noForm();
  const file = form.get("file");
  if (!(file instanceof File)) return noForm();
  if (file.size > IMPORT_LIMITS.bytesMax) return tooLarge(file.size);
  if (!isStorable(file.name)) return invalid("The file's name holds a character that cannot be kept.");
  return withOptions(file, form.get("options"));
}

async function withOptions(file: File, given: FormDataEntryValue | null): Promise<ApiUpload> {
  const text = given instanceof File ? await given.text() : (given ?? "{}");
  const json = parse(text);
  if (json === undefined) return invalid("The part “options” is no JSON object.");
  const parsed = storable(apiImportOptions).safeParse(json);
  if (parsed.success) return { ok: true, file, options: parsed.data };
  const issues = parsed.error.issues.map(({ path, message }) => ({
    path: ["options", ...path].join("."),
    message,
  }));
  return invalid("Some options need another look.", issues);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function upTo(bytesMax: number, counted: { bytes: number }): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(chunk, controller) {
      counted.bytes += chunk.length;
      if (counted.bytes > bytesMax) controller.error(new Error("The body is too long."));
      else controller.enqueue(chunk);
    },
  });
}

const noForm = () => invalid("Send multipart/form-data with the file as its part “file”.");

const invalid = (message: string, issues?: FieldIssue[]): ApiUpload => ({
  ok: false,
  status: 400,
  message,
  ...(issues ? { issues } : {}),
});

const tooLarge = (bytes: number): ApiUpload => ({
  ok: false,
  status: 413,
  message: fileTooLarge(bytes).message,
});
