import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";

type MessagePageProps = {
  title: string;
  children: ReactNode;
  /** The ways on from here. */
  actions: ReactNode;
};

/** A page in place of the one that was asked for. It is part of every page's code, so it stays this small. */
export function MessagePage({ title, children, actions }: MessagePageProps) {
  return (
    <main className="grid min-h-[80dvh] place-content-center justify-items-center gap-2 px-6 py-16 text-center">
      <span className="mb-4">
        <Logo size={40} />
      </span>
      <h1 className="text-title font-semibold">{title}</h1>
      <div className="max-w-[44ch] text-muted">{children}</div>
      <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>
    </main>
  );
}
