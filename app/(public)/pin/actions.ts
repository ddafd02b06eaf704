"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { redeemPin } from "@/lib/credentials/pins/redeem";
import type { FormState } from "@/lib/form-state";
import { networkOf } from "@/lib/network";
import { routes } from "@/lib/routes";

const CHARACTERS_MAX = 320;

/** Takes a username and a PIN, and leads whoever has the right one to where they choose a password. */
export async function activateByPin(_: FormState, form: FormData): Promise<FormState> {
  const [username, pin] = form instanceof FormData ? [form.get("username"), form.get("pin")] : [];
  if (typeof username !== "string" || typeof pin !== "string" || username.trim() === "" || pin.trim() === "")
    return { error: "Type your username and the PIN." };
  const fields = { username: username.slice(0, CHARACTERS_MAX) };
  if (username.length > CHARACTERS_MAX || pin.length > CHARACTERS_MAX)
    return { error: "Type your username and the PIN.", fields };
  const redeemed = await redeemPin({ username, pin, ip: networkOf(await headers()) });
  if (!redeemed.ok) return { error: redeemed.error.message, fields };
  redirect(routes.activate(redeemed.value.token));
}
