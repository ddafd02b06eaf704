"use server";

import { headers } from "next/headers";
import { requestReset } from "@/lib/credentials/resets";
import type { FormState } from "@/lib/form-state";
import { networkOf } from "@/lib/network";

const NAME_LENGTH_MAX = 320;

/** Sends links to choose a new password to whoever has this username or access email, and says the same of everybody. */
export async function askForReset(_: FormState, form: FormData): Promise<FormState> {
  const name = form instanceof FormData ? form.get("name") : null;
  if (typeof name !== "string" || name.trim() === "" || name.length > NAME_LENGTH_MAX) {
    return { error: "Type your username or your e-mail address." };
  }
  const asked = await requestReset({ name, ip: networkOf(await headers()) });
  if (!asked.ok) return { error: asked.error.message };
  return {
    done: "If there is an account of that name, a link is on its way to its e-mail address. It works once, within 30 minutes.",
  };
}
