"use server";

import { redirect } from "next/navigation";
import { deleteSessionCookie } from "@/lib/auth/cookie";
import { endSession } from "@/lib/auth/session-row";
import { signedIn } from "@/lib/auth/sessions";
import { adviseOneself } from "@/lib/credentials/advice";
import { changePassword } from "@/lib/credentials/change-password";
import type { PasswordAdvice } from "@/lib/credentials/password-strength";
import type { FormState } from "@/lib/form-state";
import { routes } from "@/lib/routes";
import { providerOfSession } from "@/lib/sso/sign-out";

/** Ends this session and goes to the sign-in page. */
export async function signOut(): Promise<void> {
  const person = await signedIn();
  const provider = person?.sessionId
    ? await providerOfSession(person.organizationId, person.sessionId)
    : null;
  if (person?.sessionId) await endSession(person.organizationId, person.sessionId);
  await deleteSessionCookie();
  // By a link of its own: a form of ours may lead to no other site.
  redirect(provider ? routes.signedOut(provider) : routes.signIn());
}

/** Changes one's own password. */
export async function changeOwnPassword(_: FormState, form: FormData): Promise<FormState> {
  const person = await signedIn();
  if (!person) return { error: "You are not signed in any more." };
  const [current, next] = form instanceof FormData ? [form.get("current"), form.get("next")] : [];
  if (typeof current !== "string" || typeof next !== "string") return { error: "Type both passwords." };
  const result = await changePassword(person, person.home, { current, next });
  // Whoever had to replace it came for something else.
  if (result.ok && person.mustChangePassword) redirect(routes.home());
  if (result.ok) return { done: "Your password is changed, and you are signed out everywhere else." };
  const issues = result.error.issues ?? [];
  if (issues.length === 0) return { error: result.error.message };
  return { fields: Object.fromEntries(issues.map(({ path, message }) => [path, message])) };
}

/** Judges one's own next password while one types it. */
export async function adviseOnOwnPassword(password: string): Promise<PasswordAdvice | null> {
  const person = await signedIn();
  return person && typeof password === "string" ? adviseOneself(person, person.home, password) : null;
}
