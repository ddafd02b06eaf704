import "server-only";
import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { cache } from "react";
import { sessionInCookie } from "@/lib/auth/cookie";
import type { SignedIn } from "@/lib/auth/session-row";
import { signedIn } from "@/lib/auth/sessions";
import { asViewed } from "@/lib/auth/viewing";
import { setUpOwed } from "@/lib/mfa/due";
import { networkOf } from "@/lib/network";
import { isAllowedFrom } from "@/lib/networks/cidr";
import { managedOrganizations } from "@/lib/organizations/queries";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";
import { onlyReading } from "@/lib/permissions/viewing";
import { routes } from "@/lib/routes";
import { whyRefused } from "@/lib/sessions/end";

/** The page's visitor; whoever is not signed in goes to sign in and comes back. */
export async function requireSignedIn(): Promise<SignedIn> {
  const person = await signedIn();
  if (!person) redirect(await signInAgain());
  const path = (await headers()).get("x-rollcall-path");
  if (person.mustChangePassword) {
    if (path !== routes.changePassword()) redirect(routes.changePassword());
    return person;
  }
  if (setUpOwed(person.secondStepDue, new Date()) && !isBelow(path, routes.accountSecurity()))
    redirect(routes.accountSecurity());
  return person;
}

/** Where whoever is not signed in goes: back here afterwards, with why where there was a session. */
async function signInAgain(): Promise<string> {
  const asked = await headers();
  const session = await sessionInCookie();
  const ended = session ? await whyRefused(session.oid, session.sid, networkOf(asked)) : undefined;
  return routes.signIn(asked.get("x-rollcall-path") ?? undefined, undefined, undefined, ended);
}

const isBelow = (path: string | null, page: string) =>
  path !== null && (path === page || path.startsWith(`${page}/`) || path.startsWith(`${page}?`));

/**
 * The page's visitor at work in the organization of the address. An organization that they have nothing to do with
 * is not found; a page of theirs that they may not see is forbidden.
 */
export async function requireActor(slug: string, permission: Permission): Promise<Actor> {
  const actor = await requireReach(slug);
  if (!can(actor, permission)) forbidden();
  return actor;
}

/** The page's visitor in an organization that they have something to do with, and from a network that it lets in. */
export async function requireReach(slug: string): Promise<Actor> {
  const found = await actorAt(await requireSignedIn(), slug);
  if (found === "network") redirect(routes.organizations({ refused: slug }));
  return found ? asViewed(found) : notFound();
}

/** Somebody with their own rights, and through whose eyes they look on, where they do. */
export type Viewer = { actor: Actor; viewing: Actor["viewing"] };

/** The page's visitor where what they may counts, and not what they look on with. */
export async function requireViewer(slug: string, permission: Permission): Promise<Viewer> {
  const found = await actorAt(await requireSignedIn(), slug);
  if (found === "network") redirect(routes.organizations({ refused: slug }));
  if (!found) notFound();
  if (!can(found, permission)) forbidden();
  return { actor: found, viewing: (await asViewed(found)).viewing };
}

/** The same for actions, as a value; null where they look on as nobody. */
export async function findViewer(slug: string): Promise<Viewer | null> {
  const person = await signedInForAll();
  const found = person && (await actorAt(person, slug));
  if (!found || found === "network") return null;
  const { viewing } = await asViewed(found);
  return viewing ? { actor: found, viewing } : null;
}

/**
 * Whoever is at work there, for actions and API routes, as a value: null when nobody is signed in or the organization is none of theirs.
 * Whoever looks on as somebody else can only read.
 */
export async function findActor(slug: string): Promise<Actor | null> {
  const person = await signedInForAll();
  const found = person && (await actorAt(person, slug));
  return found && found !== "network" ? onlyReading(await asViewed(found)) : null;
}

/**
 * Whoever is signed in, for what they do with their own second step; null while they have a password that somebody else
 * chose: a way in that is set up with it would outlast it.
 */
export async function findSelf(): Promise<SignedIn | null> {
  const person = await signedIn();
  return person?.mustChangePassword ? null : person;
}

/** Null as well for whoever has to replace a password or set a second step up before anything else. */
async function signedInForAll(): Promise<SignedIn | null> {
  const person = await signedIn();
  if (!person || person.mustChangePassword) return null;
  return setUpOwed(person.secondStepDue, new Date()) === "must" ? null : person;
}

const actorAt = cache(async (person: SignedIn, slug: string): Promise<Actor | "network" | null> => {
  if (person.home.slug === slug) return actorIn(person, person.home);
  if (!person.home.managing) return null;
  const organization = (await managedOrganizations(person.organizationId)).find(
    (other) => other.slug === slug,
  );
  const actor = organization ? actorIn(person, organization) : null;
  return actor && organization && !isAllowedFrom(person.ip, organization.allowedNetworks) ? "network" : actor;
});

/** Who acts on their own account, in their own organization; null for whom `findActor` would be. */
export async function findHomeActor(): Promise<Actor | null> {
  const person = await signedInForAll();
  return person && actorIn(person, person.home);
}

/** The page's visitor in their own organization, for pages that belong to no organization's address. */
export async function requireHomeActor(permission: Permission): Promise<{ person: SignedIn; actor: Actor }> {
  const person = await requireSignedIn();
  const actor = actorIn(person, person.home);
  if (!actor || !can(actor, permission)) forbidden();
  return { person, actor };
}
