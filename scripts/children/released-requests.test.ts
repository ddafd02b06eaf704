import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

// Each request takes two turns and ends with an abort, as React's renders do. The first one's controller stays, as what
// belongs to a connection does.
const REQUESTS = `
  const { AsyncLocalStorage } = require("node:async_hooks");
  const storage = new AsyncLocalStorage();
  const stores = [];
  let first;
  function request() {
    const store = { controller: new AbortController() };
    first ??= store.controller;
    stores.push(new WeakRef(store));
    const end = function () { store.controller.abort(new Error("It is done.")); };
    storage.run(store, () => setImmediate(function () { setImmediate(end); }));
  }
  function round(left) {
    if (left === 0) return setTimeout(tell, 50);
    request();
    setImmediate(round, left - 1);
  }
  function tell() {
    gc();
    const held = stores.filter((store) => store.deref()).length;
    console.log(held, first.signal.aborted);
  }
  round(400);
`;

test("what requests hold is free when they are done", () => {
  const loaded = new URL("./released-requests.mjs", import.meta.url).href;
  const args = ["--expose-gc", "--import", loaded, "-e", REQUESTS];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stderr).toBe("");
  const [held, isAborted] = stdout.trim().split(" ");
  expect(isAborted).toBe("true");
  expect(Number(held)).toBeLessThan(10);
});

test("an abort has the reason that it was given, or the usual one", () => {
  const script = `
    const given = new AbortController();
    given.abort("why");
    const plain = new AbortController();
    plain.abort();
    console.log(given.signal.reason, plain.signal.reason.name);
  `;
  const loaded = new URL("./released-requests.mjs", import.meta.url).href;
  const { stdout } = spawnSync(process.execPath, ["--import", loaded, "-e", script], { encoding: "utf8" });
  expect(stdout.trim()).toBe("why AbortError");
});
