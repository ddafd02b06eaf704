import type { ReactNode } from "react";
import { type BrandLook, BrandMark } from "@/components/shell/brand-mark";
import { Logo } from "@/components/shell/logo";

type PublicShellProps = {
  /** Whose page it is; without, it is the product's own. */
  brand?: { name: string } & BrandLook;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** Under the card: the other ways in. */
  footer?: ReactNode;
};

/** The frame of pages before the sign-in: one card, one decision. */
export function PublicShell({ brand, title, description, children, footer }: PublicShellProps) {
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-6 bg-base-200 px-4 py-12 grid-cols-[minmax(0,26rem)]">
      <p className="flex items-center gap-2.5 text-lg font-semibold tracking-tight">
        {brand ? <BrandMark {...brand} size={30} /> : <Logo size={30} />}
        {brand?.name ?? "Rollcall"}
      </p>
      <div className="w-full rounded-2xl border border-line bg-base-100 p-6 sm:p-8">
        <h1 className="text-title font-semibold">{title}</h1>
        {description && <p className="mt-1.5 text-muted">{description}</p>}
        <div className="mt-6">{children}</div>
      </div>
      {footer && <div className="text-center text-muted">{footer}</div>}
    </main>
  );
}
