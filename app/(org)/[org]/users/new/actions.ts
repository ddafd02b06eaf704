"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { addFromForm } from "@/lib/users/user-form-commands";
import { userFormShape } from "@/lib/users/user-form-shape";

/** Adds one person. The id is the form's, so that one form adds one person, however often it is sent. */
export const addUser = organizationAction(
  "users.create",
  z.object({ id: z.uuidv7(), values: userFormShape }),
  async (actor, { id, values }) => {
    const saved = await addFromForm(actor, id, values);
    if (saved.ok) refresh();
    return saved;
  },
);
