import { Link } from "@/components/ui/link";
import { FilterNote } from "@/components/users/filter-note";
import { routes } from "@/lib/routes";
import type { UserListQuery } from "@/lib/users/list";

type ServiceNoteProps = {
  org: string;
  query: UserListQuery;
  /** The service's; null where there is no such service. */
  name: string | null;
  /** Whether services are for this reader, who otherwise finds nobody by them. */
  mayRead: boolean;
};

/** Says that the list shows the people with a seat of one service alone. */
export function ServiceNote({ org, query, name, mayRead }: ServiceNoteProps) {
  if (!query.serviceId) return null;
  const service = name ? (
    <Link href={routes.service(org, query.serviceId)}>{name}</Link>
  ) : mayRead ? (
    "a service that is gone"
  ) : (
    "a service, and you may not see services"
  );
  return (
    <FilterNote org={org} query={query} filter="serviceId">
      Only people with a seat of {service}
    </FilterNote>
  );
}
