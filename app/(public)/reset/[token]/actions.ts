"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { resetPassword } from "@/lib/credentials/resets";
import type { FormState } from "@/lib/form-state";
import { networkOf } from "@/lib/network";
import { routes } from "@/lib/routes";

/** Sets the password of whoever holds the link; then they sign in with it. */
export async function setNewPassword(token: string, _: FormState, form: FormData): Promise<FormState> {
  const password = form instanceof FormData ? form.get("password") : null;
  if (typeof token !== "string" || typeof password !== "string") return { error: "Type a password." };
  const reset = await resetPassword(token, password, { ip: networkOf(await headers()) });
  if (!reset.ok) {
    // The link is good no more: the page says so, and offers a new one.
    if (reset.error.code === "notFound") refresh();
    return { error: reset.error.message };
  }
  redirect(routes.signIn(undefined, undefined, "password"));
}
