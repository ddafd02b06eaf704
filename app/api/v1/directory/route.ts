import { directoryPage } from "@/lib/address-book/api-directory";
import { readBookQuery } from "@/lib/address-book/book-query";
import { listAddressBook } from "@/lib/address-book/queries";
import { onlyMethods } from "@/lib/api-keys/methods";
import { answerByKey, answerJson } from "@/lib/api-keys/route";
import { problem } from "@/lib/problem";
import { directories } from "@/lib/rest/resources/directories";

export const dynamic = "force-dynamic";

const READ = directories.operations.contacts.access;

const SHUT = { code: "forbidden", message: "A policy keeps the address book shut for this key." } as const;

/** The address book for desk phones: fifty people at a time, by name, `q` to search. */
export function GET(request: Request): Promise<Response> {
  return answerByKey(request, READ, async (actor) => {
    const query = readBookQuery(Object.fromEntries(new URL(request.url).searchParams));
    const page = await listAddressBook(actor, query);
    return page.isOpen ? answerJson(directoryPage(page, query.search)) : problem(SHUT);
  });
}

const { refuse, options } = onlyMethods("GET");

export { options as OPTIONS, refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
