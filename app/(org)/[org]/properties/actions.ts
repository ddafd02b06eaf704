"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { createProperty, planProperty, removeProperty, updateProperty } from "@/lib/properties/commands";
import { propertyInput } from "@/lib/properties/input";
import { moveProperty } from "@/lib/properties/order-commands";

const id = z.uuid();
const version = z.number().int().min(1);
const count = z.number().int().min(0);

/** Makes a property; the id is the form's, so that a second press makes no second one. */
export const addProperty = organizationAction(
  "settings.update",
  z.object({ id, property: propertyInput }),
  (actor, given) => createProperty(actor, given.property, given.id),
);

/** What saving would do to people's values. */
export const planSave = organizationAction(
  "settings.update",
  z.object({ id, property: propertyInput }),
  (actor, given) => planProperty(actor, given.id, given.property),
);

/** Saves a property, if as many values are lost as was said. */
export const saveProperty = organizationAction(
  "settings.update",
  z.object({ id, version, property: propertyInput, lost: count }),
  async (actor, given) => {
    const saved = await updateProperty(actor, given.id, given.version, given.property, given.lost);
    if (saved.ok) refresh();
    return saved;
  },
);

/** Removes a property with everybody's values of it, if they are as many as was said. */
export const dropProperty = organizationAction(
  "settings.update",
  z.strictObject({ id, version, lost: count }),
  (actor, given) => removeProperty(actor, given.id, given.version, given.lost),
);

/** Puts a property before or behind the one beside it. */
export const shiftProperty = organizationAction(
  "settings.update",
  z.strictObject({ id, by: z.union([z.literal(-1), z.literal(1)]) }),
  async (actor, given) => {
    const moved = await moveProperty(actor, given.id, given.by);
    refresh();
    return moved;
  },
);
