"use server";

import { refresh } from "next/cache";
import type * as z from "zod";
import { organizationAction } from "@/lib/action";
import { type FormState, fieldsIn, formStateOf } from "@/lib/form-state";
import { saveNetworks } from "@/lib/networks/commands";
import { savePolicy } from "@/lib/organizations/policy";
import {
  alertsSchema,
  lockSchema,
  networksSchema,
  ownFieldsSchema,
  sessionLengthSchema,
} from "@/lib/organizations/policy-input";
import type { Actor } from "@/lib/permissions/actor";
import type { Result } from "@/lib/result";

/** Says how long sessions last. */
export const saveSessionLength = async (org: string, _: FormState, form: FormData): Promise<FormState> =>
  save(org, form, sessionLengthSchema, savePolicy);

/** Says from which networks people get in. */
export const saveAllowedNetworks = async (org: string, _: FormState, form: FormData): Promise<FormState> =>
  save(org, form, networksSchema, (actor, { allowedNetworks }) => saveNetworks(actor, allowedNetworks));

/** Says whether people are told of new sign-ins. */
export const saveAlerts = async (org: string, _: FormState, form: FormData): Promise<FormState> =>
  save(org, form, alertsSchema, savePolicy);

/** Says when wrong passwords lock an account. */
export const saveLock = async (org: string, _: FormState, form: FormData): Promise<FormState> =>
  save(org, form, lockSchema, savePolicy);

/** Says what people may change of themselves. */
export const saveOwnFields = async (org: string, _: FormState, form: FormData): Promise<FormState> =>
  save(org, form, ownFieldsSchema, savePolicy);

async function save<Input>(
  org: string,
  form: unknown,
  schema: z.ZodType<Input>,
  write: (actor: Actor, input: Input) => Promise<Result<null>>,
): Promise<FormState> {
  const run = organizationAction("settings.update", schema, async (actor, input) => {
    const saved = await write(actor, input);
    if (saved.ok) refresh();
    return saved;
  });
  return formStateOf(await run(org, fieldsIn(form)), form, "Saved.");
}
