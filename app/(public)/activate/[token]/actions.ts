"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { setSessionCookie } from "@/lib/auth/cookie";
import { activate } from "@/lib/credentials/activation";
import { adviseHolder } from "@/lib/credentials/advice";
import type { PasswordAdvice } from "@/lib/credentials/password-strength";
import { askForNewLink } from "@/lib/credentials/renewals";
import type { FormState } from "@/lib/form-state";
import { networkOf } from "@/lib/network";
import { routes } from "@/lib/routes";

/** Sets the password of whoever holds the link, and signs them in. */
export async function activateAccount(token: string, _: FormState, form: FormData): Promise<FormState> {
  const password = form instanceof FormData ? form.get("password") : null;
  if (typeof token !== "string" || typeof password !== "string") return { error: "Type a password." };
  const from = await headers();
  const result = await activate(token, password, { ip: networkOf(from), userAgent: from.get("user-agent") });
  if (!result.ok) {
    // The link is good no more: the page says so, and offers a new one.
    if (result.error.code === "notFound") refresh();
    return { error: result.error.message };
  }
  await setSessionCookie(result.value);
  redirect(routes.home());
}

/** Judges a password while whoever holds the link types it. */
export async function adviseOnLink(token: string, password: string): Promise<PasswordAdvice | null> {
  if (typeof token !== "string" || typeof password !== "string") return null;
  return adviseHolder(token, password, networkOf(await headers()));
}

/** Sends a new link in place of one that works no more, and says the same whatever became of that. */
export async function askForAnother(token: string): Promise<FormState> {
  if (typeof token !== "string") return { error: "This is no link." };
  const asked = await askForNewLink(token, { ip: networkOf(await headers()) });
  if (!asked.ok) return { error: asked.error.message };
  return {
    done: "If the account can still be opened by a link, a new one is on its way to its e-mail address.",
  };
}
