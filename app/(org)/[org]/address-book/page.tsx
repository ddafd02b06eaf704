import type { Metadata } from "next";
import { BookTable } from "@/components/address-book/book-table";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { LiveForm } from "@/components/ui/live-form";
import { Menu } from "@/components/ui/menu";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { SoftLinks } from "@/components/ui/soft-links";
import { FilterSync } from "@/components/users/filter-sync";
import { BOOK_FORMAT_LABELS, BOOK_FORMATS } from "@/lib/address-book/book-files";
import { type BookQuery, bookSearchParams, readBookQuery } from "@/lib/address-book/book-query";
import { BOOK_COUNT_MAX, type BookPage, listAddressBook } from "@/lib/address-book/queries";
import { requireActor } from "@/lib/auth/guard";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Address book" };

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const FORM_ID = "address-book-search";

export default async function AddressBookPage({ params, searchParams }: Props) {
  const { org } = await params;
  const actor = await requireActor(org, "addressBook.read");
  const query = readBookQuery(await searchParams);
  const page = await listAddressBook(actor, query);
  const total = page.total > BOOK_COUNT_MAX ? `${formatCount(BOOK_COUNT_MAX)}+` : formatCount(page.total);
  const linkTo = (position: Pick<BookQuery, "after" | "before">) =>
    routes.addressBook(org, bookSearchParams({ search: query.search, ...position }));
  return (
    <>
      <PageHeader
        title="Address book"
        description="Colleagues at a glance: those of your organization who are listed here."
        actions={page.entries.length > 0 && <Exports actor={actor} search={query.search} />}
      />
      {page.isOpen && (
        <LiveForm
          id={FORM_ID}
          action={routes.addressBook(org)}
          className="mb-3 flex flex-wrap items-center gap-2"
        >
          <SearchField
            name="q"
            label="Search the address book"
            placeholder="Name, company or number"
            defaultValue={query.search}
            autoComplete="off"
            className="min-w-full flex-1 sm:max-w-96 sm:min-w-64"
          />
          <p role="status" className="text-dense text-muted sm:ms-auto">
            {total} {page.total === 1 ? "person" : "people"}
          </p>
          <FilterSync formId={FORM_ID} values={{ q: query.search }} />
        </LiveForm>
      )}
      {page.entries.length === 0 ? (
        <Nobody actor={actor} page={page} query={query} />
      ) : (
        <BookTable org={org} entries={page.entries} linksToPeople={can(actor, "users.read")} />
      )}
      {(page.previous || page.next) && (
        <Pagination
          label="Pages of the address book"
          previousHref={page.previous ? linkTo({ before: page.previous, after: null }) : undefined}
          nextHref={page.next ? linkTo({ after: page.next, before: null }) : undefined}
        >
          {formatCount(page.entries.length)} of {total}
        </Pagination>
      )}
      <SoftLinks />
    </>
  );
}

function Exports({ actor, search }: { actor: Actor; search: string }) {
  if (actor.exportAllowed === false || actor.viewing) return null;
  return (
    <Menu label="Export" variant="ghost" icon={<Icon name="download" />}>
      {BOOK_FORMATS.map((format) => (
        <a
          key={format}
          role="menuitem"
          tabIndex={-1}
          className="menu-item"
          href={routes.addressBookFile(actor.organization.slug, { q: search, format })}
          download
        >
          As {BOOK_FORMAT_LABELS[format]}
        </a>
      ))}
    </Menu>
  );
}

function Nobody({ actor, page, query }: { actor: Actor; page: BookPage; query: BookQuery }) {
  const { slug } = actor.organization;
  if (!page.isOpen)
    return (
      <EmptyState icon={<Icon name="lock" size={20} />} title="The address book is shut for you">
        A policy of your organization lets only those who manage people open it. An admin can change that.
      </EmptyState>
    );
  if (query.search || query.after || query.before)
    return (
      <EmptyState
        icon={<Icon name="search-x" size={20} />}
        title="Nobody matches"
        actions={<Button href={routes.addressBook(slug)}>Show everybody</Button>}
      >
        Look for a part of the name, the company or the number.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<Icon name="phone" size={20} />}
      title="Nobody is listed yet"
      actions={can(actor, "users.update") && <Button href={routes.users(slug)}>Choose people</Button>}
    >
      People are listed once they have activated their account and “Add to global address book” is checked on
      their page, or was checked in the import that added them.
    </EmptyState>
  );
}
