import type { APIRequestContext, APIResponse } from "@playwright/test";
import { baseUrl } from "./accounts";
import type { builtEndpoints } from "./endpoints";

export type BuiltAction = ReturnType<typeof builtEndpoints>["actions"][number];

/** A form among what an action is given. */
export class FormGiven {
  constructor(readonly fields: Record<string, string>) {}
}

/** Calls an action as the browser does: its id in a header, its arguments as React's reply format. */
export function callAction(
  requests: APIRequestContext,
  { id }: BuiltAction,
  url: string,
  args: unknown[],
): Promise<APIResponse> {
  const headers = { "next-action": id, origin: baseUrl };
  const form = args.find((each) => each instanceof FormGiven);
  if (!form) {
    const type = { "content-type": "text/plain;charset=UTF-8" };
    return requests.post(url, { headers: { ...headers, ...type }, data: JSON.stringify(args) });
  }
  // The form's own parts come before the one that names them, as the browser sends them.
  const root = JSON.stringify(args.map((each) => (each === form ? "$K1" : each)));
  const parts = [...Object.entries(form.fields).map(([name, value]) => [`_1_${name}`, value]), ["0", root]];
  const line = (text: string) => `${text}\r\n`;
  const body = parts.map(
    ([name, value]) =>
      line(`--${BOUNDARY}`) +
      line(`Content-Disposition: form-data; name="${name}"`) +
      line("") +
      line(value ?? ""),
  );
  const type = { "content-type": `multipart/form-data; boundary=${BOUNDARY}` };
  return requests.post(url, {
    headers: { ...headers, ...type },
    data: Buffer.from(`${body.join("")}--${BOUNDARY}--\r\n`),
  });
}

const BOUNDARY = "rollcall-walk-0123456789";

/** Where an action is called: its page, in an organization. */
export const pageOf = ({ page }: BuiltAction, slug: string): string =>
  page
    .replace(/\/page$/, "")
    .replaceAll(/\/\([^)]+\)/g, "")
    .replace("[org]", slug)
    .replaceAll(/\[[^\]]+\]/g, "none") || "/";

/** What is said of what cannot even be read: then nobody has been asked who may do it. */
export const isUnread = (body: string): boolean =>
  /"code":"invalid"|"fields":\{"|Some fields need another look|This is no form|Choose (what to change|a session)/.test(
    body,
  );
