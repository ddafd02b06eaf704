import type { ReactNode } from "react";
import { Frame } from "@/app/_shell/frame";
import { requireHomeActor } from "@/lib/auth/guard";

export default async function ManageLayout({ children }: { children: ReactNode }) {
  const { person, actor } = await requireHomeActor("account.read");
  return (
    <Frame person={person} actor={actor}>
      {children}
    </Frame>
  );
}
