import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";

/** Shapes that differ in outline, so that they are told apart without colour and at 12 px. */
export type MarkShape =
  | "check"
  | "cross"
  | "clock"
  | "half"
  | "lock"
  | "pause"
  | "dash"
  | "dot"
  | "ring"
  | "triangle"
  | "diamond"
  | "plus";

/** A small shape in the colour of the text around it. It says nothing alone: a word goes beside it. */
export function Mark({ shape, className }: { shape: MarkShape; className?: string }) {
  return (
    <svg
      viewBox="0 0 12 12"
      width="12"
      height="12"
      fill="none"
      className={cx("shrink-0", className)}
      aria-hidden="true"
    >
      {drawings[shape]}
    </svg>
  );
}

const disc = <circle cx="6" cy="6" r="6" fill="currentColor" />;
const rim = <circle cx="6" cy="6" r="5.1" stroke="currentColor" strokeWidth="1.5" />;
const cut = {
  stroke: "var(--color-base-100)",
  strokeWidth: 1.5,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;
const line = { ...cut, stroke: "currentColor" };

const drawings: Record<MarkShape, ReactNode> = {
  check: (
    <>
      {disc}
      <path d="M3.4 6.2 5.3 8l3.3-3.8" {...cut} />
    </>
  ),
  cross: (
    <>
      {disc}
      <path d="m4 4 4 4M8 4 4 8" {...cut} />
    </>
  ),
  clock: (
    <>
      {rim}
      <path d="M6 3.5V6.2L7.7 7.4" {...line} strokeWidth="1.4" />
    </>
  ),
  half: (
    <>
      {rim}
      <path d="M6 1a5 5 0 0 1 0 10Z" fill="currentColor" />
    </>
  ),
  lock: (
    <>
      <path d="M3.9 5.4V3.6a2.1 2.1 0 0 1 4.2 0v1.8" {...line} />
      <rect x="1.8" y="5" width="8.4" height="6.4" rx="1.4" fill="currentColor" />
    </>
  ),
  pause: (
    <>
      <rect width="12" height="12" rx="3" fill="currentColor" />
      <path d="M4.4 4v4M7.6 4v4" {...cut} />
    </>
  ),
  dash: <path d="M2 6h8" {...line} strokeWidth="2" />,
  dot: <circle cx="6" cy="6" r="3.5" fill="currentColor" />,
  ring: <circle cx="6" cy="6" r="4.6" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.4 2.4" />,
  triangle: (
    <>
      <path
        d="M6 .9 11.6 11H.4Z"
        fill="currentColor"
        stroke="currentColor"
        strokeWidth=".8"
        strokeLinejoin="round"
      />
      <path d="M6 4.6v2.6M6 9.2v.1" {...cut} strokeWidth="1.4" />
    </>
  ),
  diamond: (
    <rect x="2.4" y="2.4" width="7.2" height="7.2" rx="1" fill="currentColor" transform="rotate(45 6 6)" />
  ),
  plus: <path d="M6 2v8M2 6h8" {...line} strokeWidth="2" />,
};
