/** What a form's action answers when the form stays: the error to show, or what has been done. */
export type FormState = { error?: string; done?: string; fields?: Record<string, string> };
