import "server-only";
import type { Actor } from "@/lib/permissions/actor";
import type { Given, Handlers, Operation, Operations, Resource, Sent } from "@/lib/rest/operation";
import { changes } from "@/lib/rest/resources/changes";
import { changeHandlers } from "@/lib/rest/resources/changes-handlers";
import { groups } from "@/lib/rest/resources/groups";
import { groupHandlers } from "@/lib/rest/resources/groups-handlers";
import { users } from "@/lib/rest/resources/users";
import { userHandlers } from "@/lib/rest/resources/users-handlers";
import type { Result } from "@/lib/result";

/** What carries one operation out; what it is given was read by the operation's declaration. */
export type Handle = (actor: Actor, given: AnyGiven) => Promise<Result<Sent<Operation>>>;
type AnyGiven = Omit<Given<Operation>, "query" | "body"> & { query: unknown; body: unknown };

/** What carries each operation out that no route of its own serves. */
export const HANDLERS: ReadonlyMap<Operation, Handle> = new Map([
  ...handled(users, userHandlers),
  ...handled(changes, changeHandlers),
  ...handled(groups, groupHandlers),
]);

function handled<Ops extends Operations>(
  { operations }: Resource<Ops>,
  handlers: Handlers<Ops, Actor>,
): [Operation, Handle][] {
  return Object.entries<unknown>(handlers).map(([name, handle]) => [
    operations[name] as Operation,
    handle as Handle,
  ]);
}
