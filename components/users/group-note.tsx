import { Link } from "@/components/ui/link";
import { FilterNote } from "@/components/users/filter-note";
import { routes } from "@/lib/routes";
import type { UserListQuery } from "@/lib/users/list";

type GroupNoteProps = {
  org: string;
  query: UserListQuery;
  /** The group's; null where there is no such group. */
  name: string | null;
  /** Whether groups are for this reader, who otherwise finds nobody by them. */
  mayRead: boolean;
};

/** Says that the list shows the people of one group alone. */
export function GroupNote({ org, query, name, mayRead }: GroupNoteProps) {
  if (!query.groupId) return null;
  const group = name ? (
    <Link href={routes.group(org, query.groupId)}>{name}</Link>
  ) : mayRead ? (
    "a group that is gone"
  ) : (
    "a group, and you may not see groups"
  );
  return (
    <FilterNote org={org} query={query} filter="groupId">
      Only people in {group}
    </FilterNote>
  );
}
