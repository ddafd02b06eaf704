import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Algorithm = "MD5" | "SHA-256";

const PROGRAMS = ["/usr/sbin/kamailio", "/usr/bin/sipsak"];
const PACKAGES = ["kamailio", "kamailio-postgres-modules", "sipsak"];
const DATABASE_LINE = /^#!substdef "!ROLLCALL_DB!.*$/m;
const SHA256_LINE = /^#!define WITH_SHA256$/m;

/** What keeps a registrar from being there, in words; null where it is. Debian's is installed where root asks for it. */
export function lackOfRegistrar(): string | null {
  if (PROGRAMS.every((path) => existsSync(path))) return null;
  if (process.getuid?.() !== 0)
    return `There is no kamailio, and only root may install one: apt-get install ${PACKAGES.join(" ")}`;
  // Debian would start it as a service; the tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const apt = (...args: string[]) =>
    spawnSync("apt-get", ["--quiet", ...args], { stdio: "inherit", env }).status;
  apt("update");
  apt("install", "--yes", "--no-install-recommends", ...PACKAGES);
  if (PROGRAMS.every((path) => existsSync(path))) return null;
  return `There is no kamailio, and apt-get gave none: ${PACKAGES.join(" ")}`;
}

export type Registrar = { port: number; output: () => string; stop: () => Promise<void> };

/** Debian's kamailio by the configuration of the documentation, on loopback, with a port and a folder of its own. */
export async function startRegistrar(databaseUrl: string, algorithm: Algorithm): Promise<Registrar> {
  const text = readFileSync("docs/telephony/kamailio.cfg", "utf8");
  if (!DATABASE_LINE.test(text) || !SHA256_LINE.test(text))
    throw new Error("The documentation's kamailio.cfg has no line for the database or for SHA-256.");
  const dir = mkdtempSync(join(tmpdir(), "rollcall-registrar-"));
  const file = join(dir, "kamailio.cfg");
  const own = text.replace(DATABASE_LINE, `#!substdef "!ROLLCALL_DB!${databaseUrl}!g"`);
  writeFileSync(file, algorithm === "MD5" ? own.replace(SHA256_LINE, "") : own, { mode: 0o600 });
  const port = await freePort();
  const args = [
    "-f",
    file,
    "-DD",
    "-E",
    "-l",
    `udp:127.0.0.1:${port}`,
    "-m",
    "32",
    "-M",
    "4",
    "-Y",
    dir,
    "-w",
    dir,
  ];
  const child = spawn("/usr/sbin/kamailio", args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const stop = async () => {
    await end(child);
    rmSync(dir, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (child.exitCode !== null) break;
    if (await answers(port)) return { port, output: () => output, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`kamailio did not start:\n${output}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await ended;
  clearTimeout(timer);
}

async function answers(port: number): Promise<boolean> {
  const head = requestHead(
    "OPTIONS",
    `sip:127.0.0.1:${port}`,
    "sip:test@127.0.0.1",
    "sip:test@127.0.0.1",
    1,
    "x",
  );
  return ask(port, head, 200).then(Boolean, () => false);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.once("error", reject);
    socket.bind(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

/** What sipsak, a phone of Debian's, says of a registration: whether it was let in. It knows MD5 alone. */
export function registerBySipsak(port: number, account: SipAccount): boolean {
  const { number, realm, secret } = account;
  // It asks the DNS for the domain whatever its proxy is, so this goes with one that every machine knows.
  const address = `sip:${number}@${realm}:${port}`;
  const contact = `sip:${number}@127.0.0.1:9`;
  const args = ["-U", "-s", address, "-u", number, "-a", secret, "-C", contact, "-x", "60"];
  return spawnSync("/usr/bin/sipsak", args, { encoding: "utf8", timeout: 20_000 }).status === 0;
}

export type SipAccount = { number: string; realm: string; secret: string };

/**
 * The same by a phone of our own, which knows both digests: the status of the second answer, or of the first where it
 * was not asked for a digest.
 * @param more.to whom it claims to register, where that is somebody else
 */
export async function sipRequest(
  port: number,
  account: SipAccount,
  algorithm: Algorithm,
  { method = "REGISTER", to = `sip:${account.number}@${account.realm}` } = {},
): Promise<number> {
  const { number, realm, secret } = account;
  const from = `sip:${number}@${realm}`;
  const uri = method === "REGISTER" ? `sip:${realm}` : to;
  const callId = randomBytes(8).toString("hex");
  const first = await ask(port, requestHead(method, uri, from, to, 1, callId));
  const challenge = /^(?:WWW|Proxy)-Authenticate: Digest (.*)$/im.exec(first)?.[1];
  if (!challenge) return statusOf(first);
  const asked = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="?([^",]+)"?/g)].map(([, name = "", value = ""]) => [name, value]),
  );
  if ((asked.algorithm ?? "MD5") !== algorithm)
    throw new Error(`The registrar asks for ${asked.algorithm ?? "MD5"}.`);
  const hash = (given: string) =>
    createHash(algorithm === "MD5" ? "md5" : "sha256")
      .update(given)
      .digest("hex");
  const ha1 = hash(`${number}:${asked.realm}:${secret}`);
  const response = hash(`${ha1}:${asked.nonce}:${hash(`${method}:${uri}`)}`);
  const header = statusOf(first) === 407 ? "Proxy-Authorization" : "Authorization";
  const authorization = `${header}: Digest username="${number}", realm="${asked.realm}", nonce="${asked.nonce}", uri="${uri}", response="${response}", algorithm=${algorithm}\r\n`;
  return statusOf(await ask(port, requestHead(method, uri, from, to, 2, callId) + authorization));
}

function requestHead(method: string, uri: string, from: string, to: string, turn: number, callId: string) {
  return [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK${randomBytes(8).toString("hex")};rport`,
    `From: <${from}>;tag=${callId}`,
    `To: <${to}>`,
    `Call-ID: ${callId}`,
    `CSeq: ${turn} ${method}`,
    "Max-Forwards: 10",
    `Contact: <${from.replace(/@.*/, "@127.0.0.1:9")}>`,
    "Expires: 60",
    "Content-Length: 0",
    "",
  ].join("\r\n");
}

const statusOf = (answer: string) => Number(/^SIP\/2\.0 (\d{3})/.exec(answer)?.[1] ?? 0);

function ask(port: number, head: string, timeoutMs = 5_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    const done = (act: () => void) => {
      clearTimeout(timer);
      socket.close();
      act();
    };
    const timer = setTimeout(
      () => done(() => reject(new Error("The registrar does not answer."))),
      timeoutMs,
    );
    socket.once("error", (error) => done(() => reject(error)));
    socket.on("message", (message) => {
      const answer = String(message);
      // 100 Trying says nothing yet.
      if (!answer.startsWith("SIP/2.0 1")) done(() => resolve(answer));
    });
    socket.send(`${head}\r\n`, port, "127.0.0.1");
  });
}
