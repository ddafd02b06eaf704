import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { routes } from "@/lib/routes";
import { type UserListQuery, userListSearchParams } from "@/lib/users/list";

type FilterNoteProps = {
  org: string;
  query: UserListQuery;
  /** The filter that it tells of. */
  filter: "importId" | "groupId" | "serviceId";
  /** Whom the list shows. */
  children: ReactNode;
};

/** Says that the list shows some people alone, by a filter that has no field, and takes that away. */
export function FilterNote({ org, query, filter, children }: FilterNoteProps) {
  const others = userListSearchParams({ ...query, [filter]: null, after: null, before: null });
  return (
    <p className="mb-3 flex flex-wrap items-center gap-2">
      <span>{children}</span>
      <Button href={routes.users(org, others)} size="sm" variant="ghost" icon={<Icon name="x" />}>
        Show everybody
      </Button>
    </p>
  );
}
