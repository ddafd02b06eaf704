import { describe, expect, test } from "vitest";
import { serverSettings } from "@/scripts/postgres/settings";

const gigabyte = 2 ** 30;

describe("serverSettings", () => {
  test("listen on this machine only, without a socket", () => {
    const settings = serverSettings({ port: 20_001, durable: true, memoryBytes: 8 * gigabyte });
    expect(settings).toContain(
      "port = '20001'\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n",
    );
  });

  test("are durable unless told otherwise", () => {
    const of = (durable: boolean) => serverSettings({ port: 1, durable, memoryBytes: gigabyte });
    expect(of(true)).not.toContain("fsync");
    expect(of(false)).toContain("fsync = 'off'");
  });

  test.each([
    [0.25, "64MB", "128MB"],
    [1, "128MB", "512MB"],
    [64, "1024MB", "4096MB"],
  ])("suit a machine of %s GB", (gigabytes, buffers, cache) => {
    const settings = serverSettings({ port: 1, durable: true, memoryBytes: gigabytes * gigabyte });
    expect(settings).toContain(`shared_buffers = '${buffers}'\neffective_cache_size = '${cache}'`);
  });
});
