import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/routes";
import { type UserListQuery, userListSearchParams } from "@/lib/users/list";

type ImportNoteProps = {
  org: string;
  query: UserListQuery;
  /** The import's file; null where there is no such import, or it is not for this reader. */
  fileName: string | null;
};

/** Says that the list shows the people of one import alone, and takes that away. */
export function ImportNote({ org, query, fileName }: ImportNoteProps) {
  if (!query.importId) return null;
  const others = userListSearchParams({ ...query, importId: null, after: null, before: null });
  return (
    <p className="mb-3 flex flex-wrap items-center gap-2">
      <span>
        Only people whom{" "}
        {fileName ? (
          <>
            the import of <Link href={routes.import(org, query.importId)}>{fileName}</Link> has created
          </>
        ) : (
          "one import has created"
        )}
      </span>
      <Button href={routes.users(org, others)} size="sm" variant="ghost" icon={<Icon name="x" />}>
        Show everybody
      </Button>
    </p>
  );
}
