import type { Operation, Resource } from "@/lib/rest/operation";
import { changes } from "@/lib/rest/resources/changes";
import { devices } from "@/lib/rest/resources/devices";
import { directories } from "@/lib/rest/resources/directories";
import { documents } from "@/lib/rest/resources/documents";
import { groups } from "@/lib/rest/resources/groups";
import { imports } from "@/lib/rest/resources/imports";
import { users } from "@/lib/rest/resources/users";

/** Every kind of thing that the API has, in the order in which its document tells of them. */
export const RESOURCES: readonly Resource[] = [
  users,
  changes,
  groups,
  imports,
  devices,
  directories,
  documents,
];

/** Every operation of the API. */
export const OPERATIONS: readonly Operation[] = RESOURCES.flatMap(({ operations }) =>
  Object.values(operations),
);
