"use server";

import { redirect } from "next/navigation";
import { findHomeActor } from "@/lib/auth/guard";
import type { FormState } from "@/lib/form-state";
import { routes } from "@/lib/routes";
import { endOtherSessions, endOwnSession } from "@/lib/sessions/commands";

/** Ends one of one's own sessions, or all but this one. */
export async function endSessions(_: FormState, form: FormData): Promise<FormState> {
  const actor = await findHomeActor();
  if (!actor) return { error: "You are not signed in any more." };
  const which = form instanceof FormData ? form.get("which") : null;
  if (typeof which !== "string") return { error: "Choose a session." };
  const ended = which === "others" ? await endOtherSessions(actor) : await endOwnSession(actor, which);
  if (!ended.ok) return { error: ended.error.message };
  redirect(routes.ownSessions({ done: which === "others" ? "others" : "one" }));
}
