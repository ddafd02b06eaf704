import { notFound } from "next/navigation";
import type { ReactNode } from "react";

/** The design system's own pages exist while one develops, and nowhere else. */
export default function DevelopmentLayout({ children }: { children: ReactNode }) {
  if (process.env.NODE_ENV !== "development") notFound();
  return children;
}
