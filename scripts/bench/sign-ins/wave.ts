import { cookiesOf } from "@/scripts/bench/shared/cookies";
import type { Product } from "@/scripts/bench/shared/product";

export type Someone = { username: string; password: string };

/** What became of people who signed in at the same moment, and how long it took until the last one knew. */
export type Answers = { signedIn: number; refused: number; other: number; seconds: number };

/** Signs everybody in at once, each from a network of their own that no earlier wave had. */
export async function signInAtOnce(
  product: Product,
  people: readonly Someone[],
  wave: number,
): Promise<Answers> {
  const opened = await fetch(`${product.url}/api/auth/csrf`);
  const { csrfToken } = (await opened.json()) as { csrfToken: string };
  const cookie = cookiesOf(opened);
  const startedAt = performance.now();
  const kinds = await Promise.all(
    people.map(async (someone, index) => {
      const answer = await fetch(`${product.url}/api/auth/callback/credentials`, {
        method: "POST",
        body: new URLSearchParams({ csrfToken, callbackUrl: "/", ...someone }),
        headers: { cookie, "x-forwarded-for": `2001:db8:${wave}:${index.toString(16)}::1` },
        redirect: "manual",
      });
      await answer.arrayBuffer();
      if (answer.status === 429) return "refused";
      return cookiesOf(answer).includes("session-token=") ? "signedIn" : "other";
    }),
  );
  const count = (kind: string) => kinds.filter((each) => each === kind).length;
  return {
    signedIn: count("signedIn"),
    refused: count("refused"),
    other: count("other"),
    seconds: (performance.now() - startedAt) / 1000,
  };
}
