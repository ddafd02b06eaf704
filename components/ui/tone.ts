import type { MarkShape } from "@/components/ui/mark";

/** What a thing means. A tone is never the only sign of it: a word and a shape stand beside it. */
export type Tone = "neutral" | "info" | "success" | "warning" | "error";

export const toneText: Record<Tone, string> = {
  neutral: "text-muted",
  info: "text-info",
  success: "text-success",
  warning: "text-warning",
  error: "text-error",
};

export const toneBadge: Record<Tone, string> = {
  neutral: "badge-neutral",
  info: "badge-info",
  success: "badge-success",
  warning: "badge-warning",
  error: "badge-error",
};

export const toneFill: Record<Tone, string> = {
  neutral: "fill-control",
  info: "fill-info",
  success: "fill-success",
  warning: "fill-warning",
  error: "fill-error",
};

export const toneAlert: Record<Tone, string> = {
  neutral: "border-line bg-base-200",
  info: "border-info/30 bg-info/8",
  success: "border-success/30 bg-success/8",
  warning: "border-warning/30 bg-warning/8",
  error: "border-error/30 bg-error/8",
};

export const toneShape: Record<Tone, MarkShape> = {
  neutral: "dot",
  info: "diamond",
  success: "check",
  warning: "triangle",
  error: "cross",
};
