"use client";

import { type ComponentProps, useState } from "react";
import { TextInput } from "@/components/ui/text-input";

/** A password, hidden until its own button shows it. */
export function PasswordInput(props: Omit<ComponentProps<typeof TextInput>, "type" | "suffix">) {
  const [shown, setShown] = useState(false);
  return (
    <TextInput
      autoCapitalize="none"
      spellCheck={false}
      {...props}
      type={shown ? "text" : "password"}
      suffix={
        <button
          type="button"
          aria-pressed={shown}
          className="-me-1.5 cursor-pointer rounded-md px-1.5 py-1 text-dense font-medium hover:text-base-content"
          onClick={() => setShown(!shown)}
        >
          {shown ? "Hide" : "Show"}
          <span className="sr-only"> password</span>
        </button>
      }
    />
  );
}
