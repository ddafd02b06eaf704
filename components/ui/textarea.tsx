import type { ComponentProps } from "react";
import { cx } from "@/components/ui/cx";

/** Several lines of text. */
export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={cx("textarea", className)} {...rest} />;
}
