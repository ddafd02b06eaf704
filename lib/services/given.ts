import * as z from "zod";
import { WHEN_SHORT } from "@/lib/services/assigning";

/** So many services are given to new people at once. */
export const GIVEN_SERVICES_MAX = 20;

/** The services that new people get a seat of, and what becomes of those for whom there is none. */
export const givenSeats = z.object({
  services: z.array(z.uuid()).max(GIVEN_SERVICES_MAX).default([]),
  whenShort: z.enum(WHEN_SHORT).default("refuse"),
});

export type GivenSeats = z.output<typeof givenSeats>;

export const NO_SEATS: GivenSeats = { services: [], whenShort: "refuse" };
