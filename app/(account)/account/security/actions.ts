"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import * as z from "zod";
import { findSelf } from "@/lib/auth/guard";
import { safePath } from "@/lib/auth/safe-path";
import { type FormState, formStateOf } from "@/lib/form-state";
import { setChallengeCookie, takeChallengeCookie } from "@/lib/mfa/cookies";
import { addPasskey, newPasskeyRequest } from "@/lib/mfa/new-passkey";
import type { Self } from "@/lib/mfa/own";
import {
  confirmIdentity,
  forgetOwnDevices,
  makeRecoveryCodes,
  postponeSetUp,
  removeWay,
  renamePasskey,
} from "@/lib/mfa/own-commands";
import { newPasskeySchema } from "@/lib/mfa/passkey-shape";
import { beginApp, beginSms, confirmWay } from "@/lib/mfa/set-up";
import { CODE_WAYS, SECOND_STEP_WORDS } from "@/lib/mfa/words";
import { fail, ok, type Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import { isStorable } from "@/lib/storable";

const GONE = "You are not signed in any more.";

const NAME_LENGTH_MAX = 60;

const NUMBER_LENGTH_MAX = 1000;

const isNumberTyped = (typed: FormDataEntryValue): typed is string =>
  typeof typed === "string" && typed.length <= NUMBER_LENGTH_MAX && isStorable(typed);

const passkeyName = z
  .string()
  .transform((text) => text.normalize("NFC").trim().replace(/\s+/g, " "))
  .pipe(
    z
      .string()
      .min(1, "Give it a name.")
      .max(NAME_LENGTH_MAX, `At most ${NAME_LENGTH_MAX} characters.`)
      .refine(isStorable, "Some of these characters cannot be kept."),
  );

/** Begins to set an authenticator app up. */
export async function beginAppSetUp(_: FormState, form: FormData): Promise<FormState> {
  const self = await sender(form);
  if ("error" in self) return self;
  const begun = await beginApp(self);
  if (!begun.ok) return refused(begun);
  redirect(routes.setUpApp());
}

/**
 * Begins to set codes by SMS up, and sends the first one, to the number that is typed where none is on file; again, it
 * sends another.
 */
export async function beginSmsSetUp(_: FormState, form: FormData): Promise<FormState> {
  const self = await sender(form);
  if ("error" in self) return self;
  const typed = form.get("mobilePhone") ?? undefined;
  if (typed !== undefined && !isNumberTyped(typed)) return { error: "Type your number." };
  const begun = await beginSms(self, typed);
  if (!begun.ok) return begun.error.issues ? formStateOf(begun, form, "") : refused(begun);
  redirect(routes.setUpSms());
}

/** Takes the first code of an app or a phone. */
export async function confirmSetUp(_: FormState, form: FormData): Promise<FormState> {
  const self = await sender(form);
  if ("error" in self) return self;
  const parsed = z
    .object({ way: z.enum(["totp", "sms"]), code: z.string().min(1).max(64) })
    .safeParse({ way: form.get("way"), code: form.get("code") });
  if (!parsed.success) return { error: "Type the code." };
  const confirmed = await confirmWay(self, parsed.data.way, parsed.data.code);
  if (!confirmed.ok) return refused(confirmed);
  redirect(confirmed.value.isFirst ? routes.recoveryCodes() : routes.accountSecurity());
}

/** What the browser is asked to make a passkey by. */
export async function askForNewPasskey() {
  const self = await own();
  if (!self) return fail("unauthenticated", GONE);
  const asked = await newPasskeyRequest(self);
  if (!asked.ok) return asked;
  await setChallengeCookie(asked.value.cookie);
  return ok(asked.value.options);
}

/** Keeps the passkey that the browser has made. @returns where to go on */
export async function keepPasskey(answer: unknown, name: string): Promise<Result<{ target: string }>> {
  const self = await own();
  if (!self) return fail("unauthenticated", GONE);
  const parsed = newPasskeySchema.safeParse(answer);
  const named = passkeyName.safeParse(name);
  const challenge = await takeChallengeCookie();
  if (!parsed.success) return fail("invalid", SECOND_STEP_WORDS.wrong);
  if (!named.success) return fail("invalid", named.error.issues[0]?.message ?? "Give it another name.");
  const added = await addPasskey(self, challenge, parsed.data, named.data);
  if (!added.ok) return added;
  return ok({ target: added.value.isFirst ? routes.recoveryCodes() : routes.accountSecurity() });
}

/** Gives a passkey another name. */
export async function nameOwnPasskey(id: string, _: FormState, form: FormData): Promise<FormState> {
  const self = await sender(form, id);
  if ("error" in self) return self;
  const named = passkeyName.safeParse(form.get("name"));
  if (!named.success) return { error: named.error.issues[0]?.message ?? "Give it another name." };
  const renamed = await renamePasskey(self, id, named.data);
  if (!renamed.ok) return refused(renamed);
  refresh();
  return { done: "It has this name now." };
}

/** Takes a way away. */
export async function removeOwnWay(id: string, _: FormState, form: FormData): Promise<FormState> {
  const self = await sender(form, id);
  if ("error" in self) return self;
  const removed = await removeWay(self, id);
  if (!removed.ok) return refused(removed);
  redirect(routes.accountSecurity({ done: "removed" }));
}

/** Makes recovery codes and shows them this once. */
export async function makeOwnCodes(_: FormState, form: FormData): Promise<FormState> {
  const self = await sender(form);
  if ("error" in self) return self;
  const made = await makeRecoveryCodes(self);
  if (!made.ok) return refused(made, routes.recoveryCodes());
  return { done: made.value.codes.join("\n") };
}

/** Has one device, or with an empty id every one, asked for the second step again. */
export async function forgetDevice(id: string, _: FormState, form: FormData): Promise<FormState> {
  const self = await sender(form, id);
  if ("error" in self) return self;
  const forgotten = await forgetOwnDevices(self, id || null);
  if (!forgotten.ok) return refused(forgotten);
  refresh();
  return {};
}

/** Puts setting a second step up off until the next sign-in. */
export async function notNow(_: FormState, form: FormData): Promise<FormState> {
  const self = await sender(form);
  if ("error" in self) return self;
  const postponed = await postponeSetUp(self);
  if (!postponed.ok) return refused(postponed);
  redirect(routes.home());
}

/** Takes the password or a code again, and goes back to what needed it. */
export async function confirmOneself(next: string, _: FormState, form: FormData): Promise<FormState> {
  const self = await sender(form, next);
  if ("error" in self) return self;
  const [password, way, code] = ["password", "way", "code"].map((name) => form.get(name));
  const parsed = z
    .object({ way: z.enum(CODE_WAYS), code: z.string().min(1).max(64) })
    .safeParse({ way, code });
  const given = parsed.success ? { code: parsed.data } : typeof password === "string" ? { password } : null;
  if (!given) return { error: "Type your password or a code." };
  const confirmed = await confirmIdentity(self, given);
  if (!confirmed.ok) return { error: confirmed.error.message };
  redirect(safePath(next));
}

async function own(): Promise<Self | null> {
  const person = await findSelf();
  return person && { person, home: person.home };
}

/** Whoever sends a form about their own account, or words for whoever sends something else. */
async function sender(form: unknown, bound: unknown = ""): Promise<Self | { error: string }> {
  const self = await own();
  if (!self) return { error: GONE };
  return form instanceof FormData && typeof bound === "string" ? self : { error: "This is no form." };
}

/** A refusal as the form says it; whoever has to show that it is them is led to where they do. */
function refused(result: Result<unknown>, next = routes.accountSecurity()): FormState {
  if (result.ok) return {};
  const { message } = result.error;
  if (message === SECOND_STEP_WORDS.stale) redirect(routes.confirmIdentity(next));
  return { error: message };
}
