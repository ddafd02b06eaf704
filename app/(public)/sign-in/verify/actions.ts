"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import * as z from "zod";
import { setSessionCookie } from "@/lib/auth/cookie";
import { safePath } from "@/lib/auth/safe-path";
import type { FormState } from "@/lib/form-state";
import {
  deletePendingCookie,
  pendingCookie,
  setChallengeCookie,
  setDeviceCookie,
  takeChallengeCookie,
} from "@/lib/mfa/cookies";
import { type Finished, finishByCode, sendSignInCode } from "@/lib/mfa/finish";
import { passkeyAnswerSchema } from "@/lib/mfa/passkey-shape";
import {
  finishByPasskey,
  onlyStepRequest,
  secondStepRequest,
  signInByPasskey,
} from "@/lib/mfa/passkey-sign-in";
import { CODE_WAYS, SECOND_STEP_WORDS } from "@/lib/mfa/words";
import { networkOf } from "@/lib/network";
import { fail, ok, type Result } from "@/lib/result";

const CODE_LENGTH_MAX = 64;

const codeForm = z.object({ way: z.enum(CODE_WAYS), code: z.string().min(1).max(CODE_LENGTH_MAX) });

/** Takes a code, and signs whoever it is of in. */
export async function verifyCode(_: FormState, form: FormData): Promise<FormState> {
  if (!(form instanceof FormData)) return { error: "Type the code." };
  const parsed = codeForm.safeParse({ way: form.get("way"), code: form.get("code") });
  if (!parsed.success) return { error: "Type the code." };
  const remember = form.get("remember") !== null;
  const finished = await finishByCode(await pendingCookie(), parsed.data, { ...(await here()), remember });
  if (!finished.ok) return { error: finished.error.message };
  await keep(finished.value);
  redirect(safePath(finished.value.target));
}

/** Sends a code to the phone of whoever is at their second step. */
export async function sendCode(): Promise<FormState> {
  const sent = await sendSignInCode(await pendingCookie(), (await here()).ip);
  if (!sent.ok) return { error: sent.error.message };
  refresh();
  return { done: "A code is on its way. It is good for 10 minutes." };
}

/** What the browser is asked to sign with a passkey, for a sign-in whose password was right. */
export async function askForPasskey() {
  const asked = await secondStepRequest(await pendingCookie());
  if (!asked.ok) return asked;
  await setChallengeCookie(asked.value.cookie);
  return ok(asked.value.options);
}

/** Takes what the browser has signed. @returns where to go on */
export async function verifyPasskey(answer: unknown, remember: boolean): Promise<Result<{ target: string }>> {
  const parsed = passkeyAnswerSchema.safeParse(answer);
  const challenge = await takeChallengeCookie();
  if (!parsed.success) return fail("invalid", SECOND_STEP_WORDS.wrong);
  const from = { ...(await here()), remember: remember === true };
  const finished = await finishByPasskey(await pendingCookie(), challenge, parsed.data, from);
  if (!finished.ok) return finished;
  await keep(finished.value);
  return ok({ target: safePath(finished.value.target) });
}

/** What the browser is asked to sign where a passkey is the only step. */
export async function askForAnyPasskey() {
  const asked = await onlyStepRequest((await here()).ip);
  if (!asked.ok) return asked;
  await setChallengeCookie(asked.value.cookie);
  return ok(asked.value.options);
}

/** Signs in by a passkey alone. @returns where to go on */
export async function signInWithPasskey(
  answer: unknown,
  target: string,
): Promise<Result<{ target: string }>> {
  const parsed = passkeyAnswerSchema.safeParse(answer);
  const challenge = await takeChallengeCookie();
  if (!parsed.success || typeof target !== "string") return fail("invalid", SECOND_STEP_WORDS.wrong);
  const started = await signInByPasskey(challenge, parsed.data, await here());
  if (!started.ok) return started;
  await setSessionCookie(started.value);
  return ok({ target: safePath(target) });
}

async function here() {
  const sent = await headers();
  return { ip: networkOf(sent), userAgent: sent.get("user-agent") };
}

async function keep({ organizationId, sessionId, userId, device }: Finished): Promise<void> {
  await setSessionCookie({ organizationId, sessionId });
  await deletePendingCookie();
  if (device) await setDeviceCookie(userId, device);
}
