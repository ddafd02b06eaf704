import { onlyMethods } from "@/lib/api-keys/methods";
import { answerByKey, answerJson } from "@/lib/api-keys/route";
import { startImport } from "@/lib/imports/api-commands";
import type { ApiImportOptions } from "@/lib/imports/api-options";
import { readApiImport } from "@/lib/imports/api-queries";
import { type ArrivingFile, readApiUpload } from "@/lib/imports/api-upload";
import type { Actor } from "@/lib/permissions/actor";
import { problem } from "@/lib/problem";
import { imports } from "@/lib/rest/resources/imports";
import { fail, ok, type Result } from "@/lib/result";
import { routes } from "@/lib/routes";

export const dynamic = "force-dynamic";

const WRITE = imports.operations.start.access;

/** Takes a file with options, and starts its import: 202 with the import, which a worker takes up. */
export function POST(request: Request): Promise<Response> {
  return answerByKey(request, WRITE, async (actor) => {
    const { result, isTooLarge } = await readApiUpload(request, (file) => start(actor, file));
    if (!result.ok) return problem(result.error, isTooLarge ? 413 : undefined);
    const { id } = result.value;
    return answerJson(await readApiImport(actor, id), 202, { location: routes.apiImport(id) });
  });
}

function start(actor: Actor, { name, body, given, options }: ArrivingFile): Promise<Result<{ id: string }>> {
  const ofOwn = (told: ApiImportOptions): Result<ApiImportOptions> =>
    told.organization === undefined || told.organization === actor.organization.slug
      ? ok(told)
      : fail("notFound", "There is no such organization for this key.");
  const file = { name: name.trim().slice(0, 255) || "import.csv", sizeBytes: null, body };
  const early = given && ofOwn(given);
  if (early) return early.ok ? startImport(actor, file, early.value) : Promise.resolve(early);
  return startImport(actor, file, async () => {
    const told = await options();
    return told.ok ? ofOwn(told.value) : told;
  });
}

const { refuse, options } = onlyMethods("POST");

export { options as OPTIONS, refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
