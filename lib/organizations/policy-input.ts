import * as z from "zod";
import { OWN_FIELDS, ownFieldsOf } from "@/lib/account/own-fields";
import { LOCK_ATTEMPTS, LOCK_MINUTES } from "@/lib/auth/lock";
import { readNetwork } from "@/lib/networks/cidr";
import { wholeNumber } from "@/lib/organizations/input";
import { IDLE_MINUTES, SESSION_HOURS } from "@/lib/sessions/length";

// A form sends nothing for a box that is not ticked, and a text for one that is.
const ticked = z
  .literal("on")
  .optional()
  .transform((value) => value === "on");
const chosen = <Choice extends string>(choices: readonly [Choice, ...Choice[]]) =>
  z.union([z.array(z.enum(choices)), z.enum(choices).transform((one) => [one])]).default([]);

/** How long sessions last, as a form holds it. */
export const sessionLengthSchema = z
  .object({
    sessionIdleMinutes: wholeNumber(IDLE_MINUTES.min, IDLE_MINUTES.max),
    sessionHours: wholeNumber(SESSION_HOURS.min, SESSION_HOURS.max),
  })
  .refine(({ sessionIdleMinutes, sessionHours }) => sessionIdleMinutes <= sessionHours * 60, {
    path: ["sessionIdleMinutes"],
    message: "No longer than a session lasts in all.",
  });

/** When accounts are locked, as a form holds it. */
export const lockSchema = z.object({
  lockAttempts: wholeNumber(LOCK_ATTEMPTS.min, LOCK_ATTEMPTS.max),
  lockMinutes: wholeNumber(LOCK_MINUTES.min, LOCK_MINUTES.max),
});

export const alertsSchema = z.object({ signInAlerts: ticked });

export const ownFieldsSchema = z.object({ ownFields: chosen(OWN_FIELDS).transform(ownFieldsOf) });

const NETWORKS_MAX = 100;
const TEXT_MAX = 10_000;

/** Networks as they are typed, with lines or commas between them, in canonical form and each once. */
export const networksSchema = z.object({
  allowedNetworks: z.string().max(TEXT_MAX, "That is too long.").transform(readNetworks),
});

function readNetworks(text: string, context: z.RefinementCtx): string[] {
  const typed = text.split(/[\s,;]+/).filter((each) => each !== "");
  const wrong = typed.filter((each) => readNetwork(each) === null);
  const refuse = (message: string) => context.addIssue({ code: "custom", message });
  if (wrong.length > 0) {
    refuse(`${wrong.slice(0, 3).join(", ")}: write a network as 203.0.113.0/24 or 2001:db8::/32.`);
    return z.NEVER;
  }
  const networks = [...new Set(typed.flatMap((each) => readNetwork(each) ?? []))];
  if (networks.length > NETWORKS_MAX) refuse(`At most ${NETWORKS_MAX} networks.`);
  return networks;
}
