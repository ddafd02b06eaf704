import "server-only";
import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { SignedIn } from "@/lib/auth/session-row";
import { signedIn } from "@/lib/auth/sessions";
import { managedOrganizations } from "@/lib/organizations/queries";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";
import { routes } from "@/lib/routes";

/** The page's visitor; whoever is not signed in goes to sign in and comes back. */
export async function requireSignedIn(): Promise<SignedIn> {
  const person = await signedIn();
  if (!person) redirect(routes.signIn((await headers()).get("x-rollcall-path") ?? undefined));
  if (person.mustChangePassword && (await headers()).get("x-rollcall-path") !== routes.changePassword()) {
    redirect(routes.changePassword());
  }
  return person;
}

/**
 * The page's visitor at work in the organization of the address. An organization that they have nothing to do with
 * is not found; a page of theirs that they may not see is forbidden.
 */
export async function requireActor(slug: string, permission: Permission): Promise<Actor> {
  const actor = await actorAt(await requireSignedIn(), slug);
  if (!actor) notFound();
  if (!can(actor, permission)) forbidden();
  return actor;
}

/** The same for actions and API routes, as a value: null when nobody is signed in or the organization is none of theirs. */
export async function findActor(slug: string): Promise<Actor | null> {
  const person = await signedIn();
  return person && !person.mustChangePassword ? actorAt(person, slug) : null;
}

const actorAt = cache(async (person: SignedIn, slug: string): Promise<Actor | null> => {
  if (person.home.slug === slug) return actorIn(person, person.home);
  if (!person.home.managing) return null;
  const organization = (await managedOrganizations(person.organizationId)).find(
    (other) => other.slug === slug,
  );
  return organization ? actorIn(person, organization) : null;
});

/** The page's visitor in their own organization, for pages that belong to no organization's address. */
export async function requireHomeActor(permission: Permission): Promise<{ person: SignedIn; actor: Actor }> {
  const person = await requireSignedIn();
  const actor = actorIn(person, person.home);
  if (!actor || !can(actor, permission)) forbidden();
  return { person, actor };
}
