"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { setSessionCookie } from "@/lib/auth/cookie";
import { activate } from "@/lib/credentials/activation";
import type { FormState } from "@/lib/form-state";
import { networkOf } from "@/lib/network";
import { routes } from "@/lib/routes";

/** Sets the password of whoever holds the link, and signs them in. */
export async function activateAccount(token: string, _: FormState, form: FormData): Promise<FormState> {
  const password = form instanceof FormData ? form.get("password") : null;
  if (typeof token !== "string" || typeof password !== "string") return { error: "Type a password." };
  const from = await headers();
  const result = await activate(token, password, { ip: networkOf(from), userAgent: from.get("user-agent") });
  if (!result.ok) return { error: result.error.message };
  await setSessionCookie(result.value);
  redirect(routes.home());
}
