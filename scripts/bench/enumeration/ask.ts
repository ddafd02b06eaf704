import { formOf } from "@/scripts/bench/enumeration/form";
import { cookiesOf } from "@/scripts/bench/shared/cookies";
import type { Product } from "@/scripts/bench/shared/product";

export type Answer = { status: number; body: string; cookie: string };

type Init = Omit<RequestInit, "headers"> & { headers?: Record<string, string> };

let networks = 0;

/** Every request comes from another network, so that counting them tells nothing here. */
async function send(product: Product, path: string, init: Init = {}): Promise<Answer> {
  networks += 1;
  const from = `2001:db8:${Math.floor(networks / 65_536).toString(16)}:${(networks % 65_536).toString(16)}::1`;
  const headers = { origin: product.url, "x-forwarded-for": from, ...init.headers };
  const answer = await fetch(product.url + path, { ...init, headers, redirect: "manual" });
  const body = (await answer.text()) + (answer.headers.get("location") ?? "");
  return { status: answer.status, body, cookie: cookiesOf(answer) };
}

export const get = (product: Product, path: string) => send(product, path);

export const postJson = (product: Product, path: string, body: unknown) =>
  send(product, path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

/** Sends the form of a page as a browser without scripts does. */
export function postForm(
  product: Product,
  path: string,
  page: Answer,
  typed: Record<string, string>,
): Promise<Answer> {
  const body = new FormData();
  for (const [name, value] of [...formOf(page.body).fields, ...Object.entries(typed)])
    body.append(name, value);
  return send(product, path, { method: "POST", body });
}

/** How to sign in, by next-auth's own endpoints. */
export async function signInTo(product: Product): Promise<(username: string) => Promise<Answer>> {
  const { body, cookie } = await get(product, "/api/auth/csrf");
  const { csrfToken } = JSON.parse(body) as { csrfToken: string };
  return (username) =>
    send(product, "/api/auth/callback/credentials", {
      method: "POST",
      headers: { cookie },
      body: new URLSearchParams({
        csrfToken,
        callbackUrl: "/",
        username,
        password: "no such password at all",
      }),
    });
}
