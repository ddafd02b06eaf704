import type { ComponentProps } from "react";
import { Checkbox } from "@/components/ui/checkbox";

/** On or off, taking effect at once. */
export function Switch(props: Omit<ComponentProps<typeof Checkbox>, "asSwitch">) {
  return <Checkbox {...props} asSwitch />;
}
