"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { createOffer, retireOffer, updateOffer } from "@/lib/services/catalogue-commands";
import { catalogueInput } from "@/lib/services/input";

const id = z.uuid();

/** Offers a service; the id is the form's, so that a second press makes no second one. */
export const addOffer = organizationAction(
  "services.update",
  z.strictObject({ id, service: catalogueInput }),
  (actor, given) => createOffer(actor, given.service, given.id),
);

/** Changes an offer. */
export const saveOffer = organizationAction(
  "services.update",
  z.strictObject({ id, version: z.number().int().min(1), service: catalogueInput }),
  async (actor, given) => {
    const saved = await updateOffer(actor, given.id, given.version, given.service);
    if (saved.ok) refresh();
    return saved;
  },
);

/** Offers a service no more, or again. */
export const setOfferRetired = organizationAction(
  "services.update",
  z.strictObject({ id, isRetired: z.boolean() }),
  async (actor, given) => {
    const done = await retireOffer(actor, given.id, given.isRetired);
    refresh();
    return done;
  },
);
