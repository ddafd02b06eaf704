import type { Result } from "@/lib/result";

/**
 * What a form's action answers when the form stays: the error to show, or what has been done. `values` is what was typed,
 * for a form that was sent without script.
 */
export type FormState = {
  error?: string;
  done?: string;
  fields?: Record<string, string>;
  values?: Record<string, string[]>;
};

/** The answer to a form that some work came of, with what was typed where it was refused. */
export function formStateOf(result: Result<unknown>, form: unknown, done: string): FormState {
  if (result.ok) return { done };
  const { message, issues = [] } = result.error;
  const values = form instanceof FormData ? { values: textsIn(form) } : {};
  const named = issues.filter(({ path }) => path !== "");
  if (named.length === 0) return { error: message, ...values };
  return { fields: Object.fromEntries(named.map((issue) => [issue.path, issue.message])), ...values };
}

/** The texts of a form by their names, each as many times as it was sent. */
export function textsIn(form: FormData): Record<string, string[]> {
  const texts: Record<string, string[]> = {};
  for (const [name, value] of form) {
    if (typeof value === "string" && !name.startsWith("$")) texts[name] = [...(texts[name] ?? []), value];
  }
  return texts;
}

/** A form as a schema takes it: one text, or many of one name. What is no form stays as it is, and no schema takes it. */
export function fieldsIn(form: unknown): unknown {
  if (!(form instanceof FormData)) return form;
  return Object.fromEntries(
    Object.entries(textsIn(form)).map(([name, texts]) => [name, texts.length === 1 ? texts[0] : texts]),
  );
}
