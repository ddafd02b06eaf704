import { Link } from "@/components/ui/link";
import { FilterNote } from "@/components/users/filter-note";
import { routes } from "@/lib/routes";
import type { UserListQuery } from "@/lib/users/list";

type ImportNoteProps = {
  org: string;
  query: UserListQuery;
  /** The import's file; null where there is no such import, or it is not for this reader. */
  fileName: string | null;
};

/** Says that the list shows the people of one import alone. */
export function ImportNote({ org, query, fileName }: ImportNoteProps) {
  if (!query.importId) return null;
  return (
    <FilterNote org={org} query={query} filter="importId">
      Only people whom{" "}
      {fileName ? (
        <>
          the import of <Link href={routes.import(org, query.importId)}>{fileName}</Link> has created
        </>
      ) : (
        "one import has created"
      )}
    </FilterNote>
  );
}
