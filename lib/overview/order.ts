import { type ManagedFigures, sumOfPeople, sumsOfInvitations } from "@/lib/overview/figures";
import type { Status } from "@/lib/users/status";

/** One figure of an organization that others manage. */
export type FigureName = "people" | Status | "waiting" | "failed" | "activated" | "signIns" | "imports";

/** What an organization has of a figure; nothing, where nothing is known of it. */
export function figureOf(figures: ManagedFigures | undefined, name: FigureName): number {
  if (!figures) return 0;
  const { people, invitations, daily } = figures;
  if (name === "people") return sumOfPeople(people);
  if (name === "waiting" || name === "failed") return sumsOfInvitations(invitations)[name];
  if (name === "activated") return daily["user.activated"];
  if (name === "signIns") return daily["session.started"];
  if (name === "imports") return daily["import.committed"];
  return people[name];
}
