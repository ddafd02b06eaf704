"use server";

import { refresh } from "next/cache";
import { organizationAction } from "@/lib/action";
import { addDomain, checkDomain, makePrimary } from "@/lib/domains/commands";
import { domainInput, newDomainInput, removalInput } from "@/lib/domains/input";
import { removeDomain } from "@/lib/domains/removal";

/** Adds a domain, to be proven. */
export const add = organizationAction("settings.update", newDomainInput, async (actor, { name }) => {
  const added = await addDomain(actor, name);
  if (added.ok) refresh();
  return added;
});

/** Looks in the DNS for a domain's proof. */
export const check = organizationAction("settings.update", domainInput, async (actor, { id }) => {
  const checked = await checkDomain(actor, id);
  if (checked.ok && checked.value.isProven) refresh();
  return checked;
});

/** Makes a domain the one that new usernames begin with. */
export const choosePrimary = organizationAction("settings.update", domainInput, async (actor, { id }) => {
  const made = await makePrimary(actor, id);
  if (made.ok) refresh();
  return made;
});

/** Removes a domain, and gives those who have usernames in it the same at another one. */
export const remove = organizationAction("settings.update", removalInput, async (actor, removal) => {
  const removed = await removeDomain(actor, removal);
  if (removed.ok) refresh();
  return removed;
});
