import { BOOK_FORMATS, BOOK_TYPES, bookBytes, bookFileName } from "@/lib/address-book/book-files";
import { readBookQuery } from "@/lib/address-book/book-query";
import { recordBookExport } from "@/lib/address-book/commands";
import { bookBatches } from "@/lib/address-book/queries";
import { authorize } from "@/lib/api";
import { download } from "@/lib/download";
import { problem } from "@/lib/problem";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ org: string }> };

/** All whom a search of the address book finds, as vCards or as CSV by `format`. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { actor, refusal } = await authorize((await params).org, "addressBook.read");
  if (refusal) return refusal;
  const { format: asked, ...view } = Object.fromEntries(new URL(request.url).searchParams);
  const format = BOOK_FORMATS.find((each) => each === asked) ?? "vcf";
  const { search } = readBookQuery(view);
  const recorded = await recordBookExport(actor, { format, search });
  if (!recorded.ok) return problem(recorded.error);
  const { slug, name } = actor.organization;
  return download(
    bookBytes(bookBatches(actor, search), format, name),
    BOOK_TYPES[format],
    bookFileName(slug, new Date(), format),
  );
}
