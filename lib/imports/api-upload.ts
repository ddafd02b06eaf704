import type { Readable } from "node:stream";
import { text as textOf } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import { type ApiImportOptions, apiImportOptions } from "@/lib/imports/api-options";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { fileTooLarge } from "@/lib/imports/refusals";
import { fail, ok, type Result } from "@/lib/result";
import { isStorable, storable } from "@/lib/storable";

/** A file as it arrives, whose bytes nobody has yet. */
export type ArrivingFile = {
  name: string;
  /** It ends when the whole form has come, and throws where that is broken or too long. */
  body: AsyncIterable<Uint8Array>;
  /** The options, if they came before the file; else null: then they are asked for when it has been read. */
  given: ApiImportOptions | null;
  options: () => Promise<Result<ApiImportOptions>>;
};

/** What came of an upload; `isTooLarge` where that is why it was refused. */
export type ApiUpload<T> = { result: Result<T>; isTooLarge: boolean };

const BESIDE_THE_FILE_BYTES_MAX = 256 * 1024;
const BODY_BYTES_MAX = IMPORT_LIMITS.bytesMax + BESIDE_THE_FILE_BYTES_MAX;

/**
 * Reads a request of the type `multipart/form-data` (RFC 7578) with a `file` and perhaps `options`, a JSON object. The
 * file is given on while it arrives; it is not held here. It stops reading where a body is longer than any file may be,
 * whatever length was announced.
 * @param take receives the file, and is not called where there is none
 */
export async function readApiUpload<T>(
  request: Request,
  take: (file: ArrivingFile) => Promise<Result<T>>,
): Promise<ApiUpload<T>> {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > BODY_BYTES_MAX) return tooLarge(announced);
  const form = openForm(request);
  if (!form) return answered(noForm());
  const whole = pipeline(upTo(BODY_BYTES_MAX, form.body), form.parser).catch(asFault);
  let part: FilePart | null = null;
  try {
    part = await Promise.race([form.file, whole.then(() => null)]);
    if (!part) return answered(noForm());
    const { name, stream } = part;
    if (!isStorable(name)) {
      return answered(fail("invalid", "The file's name holds a character that cannot be kept."));
    }
    const early = part.early && readOptions(await part.early);
    if (early && !early.ok) return answered(early);
    const options = async () => readOptions((await form.options()) ?? "{}");
    const file = { name, body: bytesOf(stream, whole), given: early?.value ?? null, options };
    return answered(await take(file));
  } catch (error) {
    if (error instanceof TooLong) return tooLarge(error.bytes);
    if (error instanceof Broken) return answered(noForm());
    throw error;
  } finally {
    // Whoever is refused hears of it when they have sent all: many clients listen no sooner.
    part?.stream.resume();
    await whole.catch(() => undefined);
  }
}

type FilePart = { name: string; stream: Readable; early: Promise<string> | null };

/** A parser for a request's form, with what it finds in it; null where it is none. */
function openForm({ headers, body }: Request) {
  const type = headers.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data") || !body) return null;
  const parser = parserOf(type);
  if (!parser) return null;
  let options: Promise<string> | null = null;
  parser.on("field", (name, value) => {
    if (name === "options") options ??= Promise.resolve(value);
  });
  let hasFile = false;
  const file = new Promise<FilePart>((resolve) => {
    parser.on("file", (name, stream, fileName) => {
      // Nobody may be listening by the time that a form breaks off.
      stream.on("error", () => undefined);
      if (name === "file" && !hasFile) {
        hasFile = true;
        resolve({ name: nameOf(fileName), stream, early: options });
      } else if (name === "options" && !options) options = textOf(stream);
      else stream.resume();
    });
  });
  return { body, parser, file, options: () => options };
}

function parserOf(type: string) {
  try {
    return new Busboy({
      headers: { "content-type": type },
      preservePath: true,
      isPartAFile: (_, __, fileName) => fileName !== undefined,
      limits: { fieldSize: BESIDE_THE_FILE_BYTES_MAX },
    });
  } catch {
    return null;
  }
}

// As forms write what would end the name's quotes or its line.
const nameOf = (written: string) => written.replace(/%(?:22|0A|0D)/gi, decodeURIComponent);

async function* bytesOf(stream: Readable, whole: Promise<void>): AsyncGenerator<Uint8Array> {
  // What breaks the form off ends the file, of which more would be waited for.
  whole.catch((error: Error) => stream.destroy(error));
  const chunks: AsyncIterable<Uint8Array> = stream.iterator({ destroyOnReturn: false });
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > IMPORT_LIMITS.bytesMax) throw new TooLong(bytes);
      yield chunk;
    }
    await whole;
  } catch (error) {
    asFault(error);
  }
}

async function* upTo(bytesMax: number, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new TooLong(bytes);
    yield chunk;
  }
}

class TooLong extends Error {
  constructor(readonly bytes: number) {
    super("There is more than a file may have.");
  }
}

class Broken extends Error {}

/** A fault of the form, apart from all that goes wrong in taking the file. */
function asFault(error: unknown): never {
  throw error instanceof TooLong ? error : new Broken("The form breaks off.", { cause: error });
}

function readOptions(text: string): Result<ApiImportOptions> {
  const json = parse(text);
  if (json === undefined) return fail("invalid", "The part “options” is no JSON object.");
  const parsed = storable(apiImportOptions).safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const issues = parsed.error.issues.map(({ path, message }) => ({
    path: ["options", ...path].join("."),
    message,
  }));
  return fail("invalid", "Some options need another look.", issues);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const noForm = () => fail("invalid", "Send multipart/form-data with the file as its part “file”.");

const answered = <T>(result: Result<T>): ApiUpload<T> => ({ result, isTooLarge: false });

const tooLarge = (bytes: number): ApiUpload<never> => ({
  result: fail("invalid", fileTooLarge(bytes).message),
  isTooLarge: true,
});
