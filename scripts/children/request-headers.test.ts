import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";

const PRELOAD = fileURLToPath(new URL("./request-headers.mjs", import.meta.url));
const SERVER = `
  const server = require("node:http").createServer((request, response) => response.end(JSON.stringify(request.headers)));
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;

let child: ChildProcess | undefined;
afterEach(() => child?.kill());

async function start(url: string): Promise<number> {
  child = spawn(process.execPath, ["--import", PRELOAD, "-e", SERVER], {
    env: { ...process.env, NODE_ENV: "production", NODE_OPTIONS: "", ROLLCALL_URL: url },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout as NodeJS.EventEmitter, "data");
  return Number(String(line));
}

/** The address as it is written, which `fetch` would mend. */
async function get(port: number, path: string, headers: Record<string, string> = {}) {
  const asked = request({ port, host: "127.0.0.1", path, headers });
  asked.end();
  const [response] = await once(asked, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    status: response.statusCode as number,
    headers: response.headers as Record<string, string | undefined>,
    text: Buffer.concat(chunks).toString(),
  };
}

describe("the server", () => {
  test("refuses paths that cannot be read, with the headers of every answer", async () => {
    const port = await start("http://rollcall.example");
    for (const path of ["/%ff", "/activate/%c0%ae", "/sign-in/%zz", "/api/%ff", "/%", "/a%00b", "/%ff?x=1"]) {
      const { status, headers, text } = await get(port, path);
      expect([path, status, text]).toEqual([path, 400, "This address cannot be read.\n"]);
      expect(headers["content-security-policy"]).toContain("default-src 'self'");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["x-frame-options"]).toBe("DENY");
    }
    for (const path of [
      "/account/security/../../acme/users",
      "/account/security/%2e%2E/.%2e/acme/users",
      "/account/security/./users",
      "/account/security/..",
      "/account/security\\..\\..\\acme\\users",
      "http://rollcall.example/account/security/../acme",
    ]) {
      expect([path, (await get(port, path)).status]).toEqual([path, 400]);
    }
    for (const path of [
      "/",
      "/%41",
      "/caf%C3%A9",
      "/x?q=%ff",
      "//x",
      "/a..b/...",
      "/.well-known/x",
      "/x?to=../y",
    ]) {
      expect([path, (await get(port, path)).status]).toEqual([path, 200]);
    }
  });

  test("says where a request came from, whatever the client says", async () => {
    const port = await start("http://rollcall.example");
    const { text, headers } = await get(port, "/acme/users?q=a&_rsc=1", {
      "x-rollcall-network": "192.0.2.1",
    });
    expect(JSON.parse(text)).toMatchObject({
      "x-rollcall-network": expect.stringContaining("127.0.0.1"),
      "x-rollcall-path": "/acme/users?q=a",
    });
    expect(headers["strict-transport-security"]).toBeUndefined();
  });

  test("keeps where a request came from through the request that Next makes of itself, and through no other", async () => {
    const port = await start("http://rollcall.example");
    const asked = async (inner: string) => {
      const { text } = await get(port, "/", { "x-rollcall-network": "192.0.2.1", "x-rollcall-inner": inner });
      return JSON.parse(text) as Record<string, string>;
    };
    const first = await asked("");
    expect(first["x-rollcall-network"]).toContain("127.0.0.1");
    const inner = first["x-rollcall-inner"] ?? "";
    expect(inner).toMatch(/^[0-9a-f]{64}$/);
    expect((await asked(`${inner}0`))["x-rollcall-network"]).toContain("127.0.0.1");
    expect((await asked(inner))["x-rollcall-network"]).toBe("192.0.2.1");
  });

  test("asks browsers to come by HTTPS alone where that is the site's address", async () => {
    const port = await start("https://rollcall.example");
    for (const path of ["/", "/%ff"]) {
      expect((await get(port, path)).headers["strict-transport-security"]).toBe("max-age=31536000");
    }
  });
});
