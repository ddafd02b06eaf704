import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";

/** Shows what the server says is wrong with a form's fields, and goes to the first of them in the form's order. */
export function showIssues<Values extends FieldValues>(
  { setError, setFocus, getValues }: Pick<UseFormReturn<Values>, "setError" | "setFocus" | "getValues">,
  issues: readonly { path: string; message: string }[] = [],
): void {
  for (const { path, message } of issues) setError(path as FieldPath<Values>, { type: "server", message });
  const isOf = (name: string, path: string) => path === name || path.startsWith(`${name}.`);
  const [first] = Object.keys(getValues()).flatMap((name) => issues.filter(({ path }) => isOf(name, path)));
  if (first) setFocus(first.path as FieldPath<Values>);
}
