import type { ComponentProps } from "react";
import { cx } from "@/components/ui/cx";

export type Option = { value: string; label: string; disabled?: boolean };

type SelectProps = Omit<ComponentProps<"select">, "size"> & {
  options: Option[];
  /** A first entry with the empty value. */
  placeholder?: string;
  size?: "sm" | "md";
};

/** The browser's own select: one of a list that is known beforehand. */
export function Select({ options, placeholder, size = "md", className, ...rest }: SelectProps) {
  return (
    <select className={cx("select", size === "sm" && "select-sm", className)} {...rest}>
      {placeholder !== undefined && <option value="">{placeholder}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
