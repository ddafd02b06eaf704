import { afterEach, describe, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

async function networkBehind(proxies: string, headers: Record<string, string>): Promise<string> {
  vi.stubEnv("ROLLCALL_TRUSTED_PROXIES", proxies);
  const { networkOf } = await import("@/lib/network");
  return networkOf(new Headers(headers));
}

const SOCKET = "192.0.2.1";

describe("the network of a request is", () => {
  test.each([
    ["the socket's", "0", {}, SOCKET],
    ["the socket's, whatever is forwarded", "0", { "x-forwarded-for": "203.0.113.9" }, SOCKET],
    ["what our one proxy wrote", "1", { "x-forwarded-for": "203.0.113.9" }, "203.0.113.9"],
    [
      "what our one proxy wrote, behind what the client made up",
      "1",
      { "x-forwarded-for": "10.0.0.1, 203.0.113.9" },
      "203.0.113.9",
    ],
    [
      "what the outer of our two proxies wrote",
      "2",
      { "x-forwarded-for": "10.0.0.1,203.0.113.9 , 198.51.100.1" },
      "203.0.113.9",
    ],
    ["the socket's when a proxy wrote nothing", "1", {}, SOCKET],
    [
      "the socket's when fewer proxies wrote than there are",
      "3",
      { "x-forwarded-for": "10.0.0.1, 10.0.0.2" },
      SOCKET,
    ],
    ["the socket's when nothing stands in the header", "1", { "x-forwarded-for": " , " }, SOCKET],
  ])("%s", async (_, proxies, headers, expected) => {
    expect(await networkBehind(proxies, { "x-rollcall-network": SOCKET, ...headers })).toBe(expected);
  });

  test("unknown without our server in front", async () => {
    expect(await networkBehind("0", {})).toBe("unknown");
  });
});
