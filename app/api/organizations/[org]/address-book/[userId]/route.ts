import { BOOK_TYPES, bookBytes, cardFileName } from "@/lib/address-book/book-files";
import type { BookEntry } from "@/lib/address-book/fields";
import { findBookEntry } from "@/lib/address-book/queries";
import { authorize } from "@/lib/api";
import { download } from "@/lib/download";
import { problem } from "@/lib/problem";
import { absence } from "@/lib/result";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ org: string; userId: string }> };

/** The vCard of one person of the address book. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { org, userId } = await params;
  const { actor, refusal } = await authorize(org, "addressBook.read");
  if (refusal) return refusal;
  const entry = await findBookEntry(actor, userId);
  if (!entry) return problem(absence("person"));
  return download(
    bookBytes(alone(entry), "vcf", actor.organization.name),
    BOOK_TYPES.vcf,
    cardFileName(entry),
  );
}

async function* alone(entry: BookEntry): AsyncGenerator<BookEntry[]> {
  yield [entry];
}
