"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { editFromForm } from "@/lib/users/user-form-commands";
import { userFormShape } from "@/lib/users/user-form-shape";

/** Saves a person's form, unless somebody else has saved since it was opened at `version`. */
export const editUser = organizationAction(
  "users.update",
  z.object({ id: z.uuid(), version: z.number().int(), values: userFormShape }),
  async (actor, { id, version, values }) => {
    const saved = await editFromForm(actor, id, version, values);
    if (saved.ok) refresh();
    return saved;
  },
);
