import type { ComponentProps, ReactNode } from "react";
import { cx } from "@/components/ui/cx";

type TextInputProps = Omit<ComponentProps<"input">, "size" | "prefix"> & {
  size?: "sm" | "md";
  /** Inside the box before and after the value: an icon, a unit, an `@`. */
  prefix?: ReactNode;
  suffix?: ReactNode;
};

/** One line of text, of any `type` that a keyboard fills in. */
export function TextInput({ size = "md", prefix, suffix, className, ...rest }: TextInputProps) {
  const look = cx("input", size === "sm" && "input-sm", className);
  if (!prefix && !suffix) return <input type="text" className={look} {...rest} />;
  return (
    <span className={look}>
      {prefix && <span className="shrink-0 text-muted">{prefix}</span>}
      <input type="text" {...rest} />
      {suffix && <span className="shrink-0 text-muted">{suffix}</span>}
    </span>
  );
}
