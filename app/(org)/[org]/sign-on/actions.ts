"use server";

import { refresh } from "next/cache";
import { organizationAction } from "@/lib/action";
import { ok } from "@/lib/result";
import {
  chooseState,
  keepPassword,
  removeProvider,
  saveProvider,
  tryProvider,
  unlink,
} from "@/lib/sso/commands";
import { setBrowserCookie } from "@/lib/sso/cookies";
import { keeperInput, providerId, providerInput, stateInput, unlinkInput } from "@/lib/sso/input";

/** Makes a sign-on provider or changes one. */
export const saveSignOn = organizationAction("connections.update", providerInput, async (actor, input) => {
  const saved = await saveProvider(actor, input);
  if (saved.ok) refresh();
  return saved;
});

/** Says whether a provider is offered, or required. */
export const chooseSignOnState = organizationAction(
  "connections.update",
  stateInput,
  async (actor, input) => {
    const chosen = await chooseState(actor, input);
    if (chosen.ok) refresh();
    return chosen;
  },
);

/** Removes a provider. */
export const removeSignOn = organizationAction("connections.update", providerId, async (actor, { id }) => {
  const removed = await removeProvider(actor, id);
  if (removed.ok) refresh();
  return removed;
});

/** Lets an admin keep their password, or not. */
export const keepOwnPassword = organizationAction("connections.update", keeperInput, async (actor, input) => {
  const kept = await keepPassword(actor, input);
  if (kept.ok) refresh();
  return kept;
});

/** Takes a person's link with a provider away. */
export const unlinkPerson = organizationAction("connections.update", unlinkInput, async (actor, input) => {
  const unlinked = await unlink(actor, input);
  if (unlinked.ok) refresh();
  return unlinked;
});

/** Begins a trial sign-in. @returns where the browser goes */
export const trySignOn = organizationAction("connections.update", providerId, async (actor, { id }) => {
  const begun = await tryProvider(actor, id);
  if (!begun.ok) return begun;
  await setBrowserCookie(begun.value.requestId, begun.value.browserToken);
  return ok({ url: begun.value.url });
});
