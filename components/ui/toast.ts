import type { Tone } from "@/components/ui/tone";

/** `action` is a shortcut: what it does can be done in another place as well, for whoever comes too late. */
export type ToastMessage = {
  title: string;
  description?: string;
  tone?: Tone;
  action?: { label: string; run: () => void };
};

export const TOAST_EVENT = "rollcall:toast";

/** Shows a message at the corner for a while, from client code. What people must not miss is an `Alert` in its place. */
export function toast(message: ToastMessage): void {
  window.dispatchEvent(new CustomEvent(TOAST_EVENT, { detail: message }));
}
