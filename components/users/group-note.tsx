import { Link } from "@/components/ui/link";
import { FilterNote } from "@/components/users/filter-note";
import { routes } from "@/lib/routes";
import type { UserListQuery } from "@/lib/users/list";

type GroupNoteProps = {
  org: string;
  query: UserListQuery;
  /** The group's; null where there is no such group, or it is not for this reader. */
  name: string | null;
};

/** Says that the list shows the people of one group alone. */
export function GroupNote({ org, query, name }: GroupNoteProps) {
  if (!query.groupId) return null;
  return (
    <FilterNote org={org} query={query} filter="groupId">
      Only people in {name ? <Link href={routes.group(org, query.groupId)}>{name}</Link> : "one group"}
    </FilterNote>
  );
}
