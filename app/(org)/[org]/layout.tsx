import type { ReactNode } from "react";
import { Frame } from "@/app/_shell/frame";
import { requireReach, requireSignedIn } from "@/lib/auth/guard";

type Props = { params: Promise<{ org: string }>; children: ReactNode };

/** The tenant segment's frame. It guards nothing: each page, action and route asks for itself. */
export default async function OrganizationLayout({ params, children }: Props) {
  const person = await requireSignedIn();
  const actor = await requireReach((await params).org);
  return (
    <Frame person={person} actor={actor}>
      {children}
    </Frame>
  );
}
