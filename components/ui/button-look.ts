import { cx } from "@/components/ui/cx";

export type ButtonLook = {
  /** One `primary` on a page; `danger` only where the press itself destroys. */
  variant?: "primary" | "secondary" | "ghost" | "danger" | "quiet-danger";
  size?: "sm" | "md";
  /** As wide as its container. */
  wide?: boolean;
  /** A square for an icon alone; then `aria-label` is needed. */
  square?: boolean;
};

/** The class names of a button, for an element that cannot be `Button`, such as the label of a file input. */
export function buttonLook({ variant = "secondary", size = "md", wide, square }: ButtonLook = {}): string {
  return cx("btn", variants[variant], sizes[size], wide && "w-full", square && "btn-square");
}

const variants = {
  primary: "btn-primary",
  secondary: "btn-plain",
  ghost: "btn-ghost",
  danger: "btn-error",
  "quiet-danger": "btn-quiet-danger",
};

const sizes = { sm: "btn-sm", md: "btn-md" };
