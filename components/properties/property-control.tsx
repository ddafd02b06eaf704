import type { ComponentProps } from "react";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import type { Property } from "@/lib/properties/types";

type PropertyControlProps = {
  of: Pick<Property, "type" | "choices">;
  /** The words of the empty choice. */
  none?: string;
  placeholder?: string;
} & Omit<ComponentProps<"input">, "type" | "size" | "prefix"> &
  Pick<ComponentProps<"select">, "name">;

/** Where the value of a property is written or chosen; a person's is looked for elsewhere. */
export function PropertyControl({ of: { type, choices }, none = "None", ...rest }: PropertyControlProps) {
  if (type === "choice" || type === "yesNo") {
    const options = type === "yesNo" ? YES_NO : choices.map((choice) => ({ value: choice, label: choice }));
    return (
      <Select {...(rest as Omit<ComponentProps<"select">, "size">)} placeholder={none} options={options} />
    );
  }
  return (
    <TextInput
      {...rest}
      type={type === "date" ? "date" : "text"}
      inputMode={type === "number" ? "decimal" : undefined}
      autoComplete="off"
      spellCheck={type === "text" ? undefined : false}
    />
  );
}

const YES_NO = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];
