import { actionNamed, type BuiltAction } from "@/scripts/bench/shared/actions";
import { cookiesOf } from "@/scripts/bench/shared/cookies";
import type { Account, Product } from "@/scripts/bench/shared/product";

const ANSWER_MS_MAX = 300_000;

/** Somebody who is signed in, as their browser speaks with the product. */
export type Visitor = {
  /** The cookies, as a header's value. */
  cookie: string;
  get(path: string): Promise<Response>;
  put(path: string, body: Uint8Array<ArrayBuffer>): Promise<Response>;
  /** Calls a server action and gives what it returned. @throws Error when the answer holds no result. */
  act<T>(action: string, args: unknown[]): Promise<T>;
};

/** Signs in by next-auth's own endpoints. */
export async function signIn({ url }: Product, account: Account): Promise<Visitor> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const form = { csrfToken, callbackUrl: "/", username: account.username, password: account.password };
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    body: new URLSearchParams(form),
    headers: { cookie: cookiesOf(csrf) },
    redirect: "manual",
  });
  const cookie = cookiesOf(answer);
  if (!cookie.includes("session-token=")) throw new Error(`${account.username} could not sign in.`);
  const send: Send = (path, init = {}) =>
    fetch(url + path, {
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
      ...init,
      headers: { cookie, origin: url, ...init.headers },
      redirect: "manual",
    });
  return {
    cookie,
    get: (path) => send(path),
    put: (path, body) =>
      send(path, { method: "PUT", body, headers: { "content-type": "application/octet-stream" } }),
    act: async <T>(action: string, args: unknown[]) =>
      resultOf<T>(await callAction(send, actionNamed(action), args)),
  };
}

type Init = Omit<RequestInit, "headers"> & { headers?: Record<string, string> };
type Send = (path: string, init?: Init) => Promise<Response>;

function callAction(send: Send, { id, path }: BuiltAction, args: unknown[]): Promise<Response> {
  const headers = { "next-action": id, "content-type": "text/plain;charset=UTF-8" };
  return send(path, { method: "POST", headers, body: JSON.stringify(args) });
}

/** The action's own value among the rows of React's format. */
async function resultOf<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  const value = /^[0-9a-f]+:(\{"ok":.*\})$/m.exec(text)?.[1];
  if (!value) throw new Error(`An action answered ${answer.status}: ${text.slice(0, 200)}`);
  return JSON.parse(value) as T;
}
