"use server";

import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { ok } from "@/lib/result";
import { searchPeople } from "@/lib/users/people-queries";

const SEARCH_LENGTH_MAX = 200;

/** The first people of the organization, as one types a name. */
export const findPeople = organizationAction(
  "users.read",
  z.object({ search: z.string().max(SEARCH_LENGTH_MAX) }),
  async (actor, { search }) => ok(await searchPeople(actor, search)),
);
