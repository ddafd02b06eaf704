import { redirect } from "next/navigation";
import { requireActor } from "@/lib/auth/guard";
import { routes } from "@/lib/routes";

export default async function OrganizationPage({ params }: { params: Promise<{ org: string }> }) {
  const actor = await requireActor((await params).org, "users.read");
  redirect(routes.users(actor.organization.slug));
}
