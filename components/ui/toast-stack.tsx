"use client";

import { useEffect } from "react";
import { Toaster as Sonner, toast as show } from "sonner";
import { cx } from "@/components/ui/cx";
import { Mark } from "@/components/ui/mark";
import type { ToastMessage } from "@/components/ui/toast";
import { toneShape, toneText } from "@/components/ui/tone";

/** Draws the messages, each once; `Toaster` loads this when there is a first one. */
export default function ToastStack({ messages }: { messages: ToastMessage[] }) {
  useEffect(() => {
    for (const [index, { title, description, tone = "success", action }] of messages.entries()) {
      if (index < shown) continue;
      shown = index + 1;
      show(title, {
        description,
        icon: <Mark shape={toneShape[tone]} className={cx("mt-1", toneText[tone])} />,
        ...(action && { action: { label: action.label, onClick: action.run }, duration: ACTION_MS }),
      });
    }
  }, [messages]);
  return (
    <Sonner
      position="bottom-right"
      style={{ fontFamily: "inherit" }}
      toastOptions={{ unstyled: true, duration: 6_000, classNames: looks }}
    />
  );
}

let shown = 0;

const ACTION_MS = 20_000;

const looks = {
  toast:
    "flex w-full items-start gap-2.5 rounded-box border border-control/60 bg-base-100 px-4 py-3 shadow-lg",
  title: "font-medium",
  description: "text-dense text-muted",
  actionButton: "btn btn-sm ml-auto",
};
