import "server-only";
import type * as z from "zod";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { BASE_PATH } from "@/lib/rest/match";
import type { Handlers } from "@/lib/rest/operation";
import type { changes } from "@/lib/rest/resources/changes";
import { fail, notFound, ok } from "@/lib/result";
import type { Selection } from "@/lib/users/chosen";
import { changeMany } from "@/lib/users/many/commands";
import { countLeft } from "@/lib/users/many/left-out";
import type { Undoable } from "@/lib/users/undo/kinds";
import { findChange } from "@/lib/users/undo/queries";

/** What carries the operations over changes of many out. */
export const changeHandlers: Handlers<typeof changes.operations, Actor> = {
  make: async (actor, { body }) => {
    if (body.people.filter?.group && !can(actor, "groups.read"))
      return fail("forbidden", "To choose who is in a group, a key needs the scope groups.read too.");
    const made = await changeMany(actor, selectionOf(body.people), undoableOf(body.change), body.expected);
    if (!made.ok) return made;
    const { changed, left, undo, running } = made.value;
    const told = { id: running ?? undo ?? null, refusal: null };
    return running
      ? ok({
          status: 202,
          location: `${BASE_PATH}/changes/${running}`,
          body: { ...told, state: "running", people: 0, left: null },
        })
      : ok({ status: 200, body: { ...told, state: "done", people: changed, left } });
  },
  read: async (actor, { params }) => {
    const found = await findChange(actor, params.changeId);
    if (!found) return notFound("change");
    const { id, people, running, refusal, leftOut } = found;
    const left = leftOut && countLeft(leftOut);
    const state = running ? "running" : refusal ? "refused" : "done";
    return ok({ body: { id, state, people, left: running ? null : left, refusal } });
  },
};

type Body = z.output<typeof changes.operations.make.body>;

function selectionOf({ ids, filter = {} }: Body["people"]): Selection {
  if (ids) return { ids };
  const { search = "", status = null, role = null, properties } = filter;
  return {
    filter: {
      search: search.trim(),
      status,
      role,
      groupId: filter.group ?? null,
      importId: filter.import ?? null,
      ...(properties ? { properties } : {}),
    },
  };
}

const undoableOf = (change: Body["change"]): Undoable =>
  "group" in change ? { kind: change.kind, groupId: change.group } : change;
