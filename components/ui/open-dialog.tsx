"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

type OpenDialogProps = {
  dialogId: string;
  /** Where closing it leads: the same page without the dialog in its address. */
  closeHref: string;
};

/** Opens a dialog that the address asks for, so that Back, reload and a pasted link work. */
export function OpenDialog({ dialogId, closeHref }: OpenDialogProps) {
  const router = useRouter();
  useEffect(() => {
    const dialog = document.getElementById(dialogId);
    if (!(dialog instanceof HTMLDialogElement)) return;
    const leave = () => router.replace(closeHref, { scroll: false });
    if (!dialog.open) dialog.showModal();
    dialog.addEventListener("close", leave);
    return () => {
      dialog.removeEventListener("close", leave);
      dialog.close();
    };
  }, [dialogId, closeHref, router]);
  return null;
}
