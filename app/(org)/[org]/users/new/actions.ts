"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { adviseOthers } from "@/lib/credentials/advice";
import { credentialsShape } from "@/lib/credentials/give";
import { issuePin } from "@/lib/credentials/pins/commands";
import { newPinInput } from "@/lib/credentials/pins/shape";
import { can } from "@/lib/permissions/can";
import { grantsSchema } from "@/lib/permissions/grants-schema";
import { forbidden, ok } from "@/lib/result";
import { givenSeats } from "@/lib/services/given";
import { extensionChoice } from "@/lib/telephony/input";
import { addFromForm } from "@/lib/users/user-form-commands";
import { userFormShape } from "@/lib/users/user-form-shape";

/**
 * Adds one person. The id is the form's, so that one form adds one person, however often it is sent. A PIN that is asked
 * for is in the answer this once; sent again, the form gets a new one in its place.
 */
export const addUser = organizationAction(
  "users.create",
  z.object({
    id: z.uuidv7(),
    values: userFormShape,
    credentials: credentialsShape.optional(),
    grants: grantsSchema.optional(),
    pin: newPinInput.optional(),
    seats: givenSeats.optional(),
    extension: extensionChoice.optional(),
  }),
  async (actor, { id, values, credentials, grants, pin, seats, extension }) => {
    if (pin && !can(actor, "users.credentials.issue")) return forbidden();
    const saved = await addFromForm(actor, id, values, credentials, grants, seats, extension);
    if (!saved.ok) return saved;
    const issued = pin && (await issuePin(actor, saved.value.id, pin));
    refresh();
    if (!issued) return saved;
    return ok({ id: saved.value.id, pin: issued.ok ? issued.value : { problem: issued.error.message } });
  },
);

const typed = z.string().max(1000);

/** Judges a password that somebody chooses for a person whom they add, while they type it. */
export const adviseOnNewPassword = organizationAction(
  "users.credentials.issue",
  z.object({
    password: typed,
    person: z.object({
      firstName: typed,
      lastName: typed,
      username: typed,
      accessEmail: typed,
      company: typed,
    }),
  }),
  async (actor, { password, person }) => ok(await adviseOthers(actor, password, person)),
);
