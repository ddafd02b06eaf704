"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { createService, setFreeSeats, takeService, updateService } from "@/lib/services/commands";
import { customServiceInput, seatsField, serviceWords } from "@/lib/services/input";
import { reopenService, retireService } from "@/lib/services/retire-commands";
import {
  buySeats,
  cancelSubscription,
  resumeSubscription,
  setSeatsAtRenewal,
} from "@/lib/services/subscription-commands";

const id = z.uuid();
const count = z.number().int().min(0);
const version = z.number().int().min(1);

/** Makes a service; the id is the form's, so that a second press makes no second one. */
export const addService = organizationAction(
  "services.update",
  z.strictObject({ id, service: customServiceInput }),
  (actor, given) => createService(actor, given.service, given.id),
);

/** Takes a service from a catalogue, at the price that was shown. */
export const takeOffer = organizationAction(
  "services.update",
  z.strictObject({ id, seats: seatsField, priceMinor: count }),
  (actor, given) => shown(takeService(actor, given.id, given.seats, given.priceMinor)),
);

/** Saves what a service is called and said to be. */
export const saveService = organizationAction(
  "services.update",
  z.strictObject({ id, version, service: serviceWords }),
  (actor, given) => shown(updateService(actor, given.id, given.version, given.service)),
);

/** Says how many seats a service has that costs nothing. */
export const saveFreeSeats = organizationAction(
  "services.update",
  z.strictObject({ id, seats: seatsField, had: count }),
  (actor, given) => shown(setFreeSeats(actor, given.id, given.seats, given.had)),
);

/** Retires a service, if as many people have a seat as was shown. */
export const retire = organizationAction(
  "services.update",
  z.strictObject({ id, people: count }),
  (actor, given) => shown(retireService(actor, given.id, given.people)),
);

/** Brings a retired service back. */
export const reopen = organizationAction("services.update", z.strictObject({ id }), (actor, given) =>
  shown(reopenService(actor, given.id)),
);

/** Buys seats; `had` is how many there were when it was asked for. */
export const buyMore = organizationAction(
  "billing.update",
  z.strictObject({ id, seats: seatsField, had: count }),
  (actor, given) => shown(buySeats(actor, given.id, given.seats, given.had)),
);

/** Says with how many seats a subscription goes on; null is as many as now. */
export const saveSeatsAtRenewal = organizationAction(
  "billing.update",
  z.strictObject({ id, seats: seatsField.nullable() }),
  (actor, given) => shown(setSeatsAtRenewal(actor, given.id, given.seats)),
);

/** Has a subscription end when it would renew. */
export const cancel = organizationAction("billing.update", z.strictObject({ id }), (actor, given) =>
  shown(cancelSubscription(actor, given.id)),
);

/** Takes a cancellation back. */
export const resume = organizationAction("billing.update", z.strictObject({ id }), (actor, given) =>
  shown(resumeSubscription(actor, given.id)),
);

/** Sends the page as it is now along with the answer, after a refusal too: it may tell of a change by somebody else. */
async function shown<T>(result: Promise<T>): Promise<T> {
  const settled = await result;
  refresh();
  return settled;
}
