import { onlyMethods } from "@/lib/api-keys/methods";
import { answerByKey } from "@/lib/api-keys/route";
import { errorsDownload } from "@/lib/imports/errors-download";
import { imports } from "@/lib/rest/resources/imports";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ importId: string }> };

const READ = imports.operations.errors.access;

/** The file as it was sent, with a column that says what is wrong with each row. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerByKey(request, READ, async (actor) => errorsDownload(actor, (await params).importId));
}

const { refuse, options } = onlyMethods("GET");

export { options as OPTIONS, refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
