import NextLink from "next/link";
import type { ComponentProps } from "react";
import { cx } from "@/components/ui/cx";

export type LinkProps = ComponentProps<typeof NextLink> & {
  /** `text` is underlined, for prose; `quiet` is underlined on hover, for tables; `bare` has no look. */
  variant?: "text" | "quiet" | "bare";
};

/** A link inside the application. It does not prefetch unless asked: a page of rows would fetch every one of them. */
export function Link({ variant = "text", prefetch = false, className, ...rest }: LinkProps) {
  return <NextLink prefetch={prefetch} className={cx(looks[variant], className) || undefined} {...rest} />;
}

const looks = { text: "text-link", quiet: "quiet-link", bare: "" };
