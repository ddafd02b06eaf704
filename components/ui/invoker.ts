/** Spread on a button: it opens the dialog with this id (HTML's invoker commands; `Enhance` stands in where they lack). */
export function opens(dialogId: string) {
  return { command: "show-modal", commandfor: dialogId, "aria-haspopup": "dialog" } as const;
}

/** Spread on a button: it closes the dialog with this id. */
export function closes(dialogId: string) {
  return { command: "close", commandfor: dialogId } as const;
}
