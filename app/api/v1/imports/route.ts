import { onlyMethods } from "@/lib/api-keys/methods";
import { answerByKey, answerJson } from "@/lib/api-keys/route";
import { startImport } from "@/lib/imports/api-commands";
import { readApiImport } from "@/lib/imports/api-queries";
import { readApiUpload } from "@/lib/imports/api-upload";
import { problem } from "@/lib/problem";
import { routes } from "@/lib/routes";

export const dynamic = "force-dynamic";

const WRITE = { scope: "imports.write", permission: "users.import.prepare" } as const;

/** Takes a file with options, and starts its import: 202 with the import, which a worker takes up. */
export function POST(request: Request): Promise<Response> {
  return answerByKey(request, WRITE, async (actor) => {
    const upload = await readApiUpload(request);
    if (!upload.ok) {
      const { message, issues, status } = upload;
      return problem({ code: "invalid", message, ...(issues ? { issues } : {}) }, status);
    }
    const { file, options } = upload;
    if (options.organization !== undefined && options.organization !== actor.organization.slug)
      return problem({ code: "notFound", message: "There is no such organization for this key." });
    const name = file.name.trim().slice(0, 255) || "import.csv";
    const started = await startImport(actor, { name, sizeBytes: file.size, body: file.stream() }, options);
    if (!started.ok) return problem(started.error);
    const { id } = started.value;
    return answerJson(await readApiImport(actor, id), 202, { location: routes.apiImport(id) });
  });
}

const { refuse, options } = onlyMethods("POST");

export { options as OPTIONS, refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
