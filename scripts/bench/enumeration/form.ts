/** A form of a page as a browser without script sends it: what it hides, and what is typed. */
export type PlainForm = { fields: [name: string, value: string][] };

/** The page's only form. @throws Error where there is none */
export function formOf(page: string): PlainForm {
  const form = /<form[^>]*>([\s\S]*?)<\/form>/.exec(page)?.[1];
  if (form === undefined) throw new Error("The page has no form.");
  const inputs = [...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => input);
  const attribute = (input: string, name: string) =>
    decoded(new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? "");
  return { fields: inputs.map((input) => [attribute(input, "name"), attribute(input, "value")]) };
}

/** The words that a page shows. */
export const wordsOf = (page: string): string =>
  page
    .replace(/<(script|style|template)[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

const decoded = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
