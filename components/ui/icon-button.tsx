import type { ReactNode } from "react";
import { Button, type LinkButtonProps, type PressButtonProps } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";

type IconButtonProps = (PressButtonProps | LinkButtonProps) & {
  icon: ReactNode;
  /** Its name: read aloud, and shown when pointed at or reached by keyboard. */
  label: string;
  tooltipAlign?: "start" | "center" | "end";
};

/** A button, or with `href` a link, that is an icon alone. */
export function IconButton({ label, tooltipAlign, ...button }: IconButtonProps) {
  return (
    <Tooltip text={label} align={tooltipAlign} decorative>
      <Button variant="ghost" {...button} square aria-label={label} />
    </Tooltip>
  );
}
