import type { Operation, Resource } from "@/lib/rest/operation";
import { groups } from "@/lib/rest/resources/groups";
import { users } from "@/lib/rest/resources/users";

/** Every kind of thing that the API has, in the order in which its document tells of them. */
export const RESOURCES: readonly Resource[] = [users, groups];

/** Every operation of the API. */
export const OPERATIONS: readonly Operation[] = RESOURCES.flatMap(({ operations }) =>
  Object.values(operations),
);
