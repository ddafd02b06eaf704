import type { ComponentProps } from "react";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";

type SearchFieldProps = Omit<ComponentProps<"input">, "size" | "type"> & {
  /** Its name for screen readers; the placeholder is only a hint. */
  label: string;
  size?: "sm" | "md";
  /** Keys that bring the focus here, such as `mod+k`; shown inside the box. */
  shortcut?: string;
};

/** The box of a search; the form around it says where the search goes. */
export function SearchField({ label, size = "md", shortcut, className, ...rest }: SearchFieldProps) {
  return (
    <span className={cx("input", size === "sm" && "input-sm", className)}>
      <Icon name="search" className="shrink-0 text-muted" />
      <input
        type="search"
        aria-label={label}
        data-shortcut={shortcut}
        aria-keyshortcuts={spoken(shortcut)}
        {...rest}
      />
      {shortcut && <Kbd keys={shortcut} className="max-sm:hidden" />}
    </span>
  );
}

function spoken(shortcut?: string): string | undefined {
  return shortcut?.replace("mod", "Control").replace(/[a-z]$/, (letter) => letter.toUpperCase());
}
