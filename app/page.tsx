import { redirect } from "next/navigation";
import { requireSignedIn } from "@/lib/auth/guard";
import { actorIn } from "@/lib/permissions/actor";
import { landingOf } from "@/lib/permissions/landing";
import { routes } from "@/lib/routes";

/** Leads to where a person has something to do. */
export default async function HomePage() {
  const person = await requireSignedIn();
  const actor = actorIn(person, person.home);
  redirect((actor && landingOf(actor)) ?? routes.account());
}
