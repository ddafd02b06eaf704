"use client";

import { useEffect } from "react";

/** Opens a dialog for as long as the component is there. */
export function useModal(id: string, onClose: () => void) {
  useEffect(() => {
    const dialog = dialogOf(id);
    if (dialog && !dialog.open) dialog.showModal();
  }, [id]);
  useDialogClose(id, onClose);
}

/** Tells when a dialog was closed, in whatever way. */
export function useDialogClose(id: string, onClose: () => void) {
  useEffect(() => {
    const dialog = dialogOf(id);
    dialog?.addEventListener("close", onClose);
    return () => dialog?.removeEventListener("close", onClose);
  }, [id, onClose]);
}

/** Closes a dialog, which gives the focus back to where it was. */
export const closeDialog = (id: string) => dialogOf(id)?.close();

function dialogOf(id: string): HTMLDialogElement | null {
  const dialog = document.getElementById(id);
  return dialog instanceof HTMLDialogElement ? dialog : null;
}
