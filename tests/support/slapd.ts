import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "ldapts";

const PROGRAM = "/usr/sbin/slapd";
const PACKAGES = ["slapd", "openssl"];

export const BASE = "dc=stone,dc=example";
export const ROOT = `cn=admin,${BASE}`;
export const PASSWORD = "only on loopback";

/** What keeps an LDAP server from being there, in words; null where it is. Debian's is installed where root asks for it. */
export function lackOfSlapd(): string | null {
  if (existsSync(PROGRAM)) return null;
  if (process.getuid?.() !== 0)
    return `There is no slapd, and only root may install one: apt-get install ${PACKAGES.join(" ")}`;
  // Debian would start it as a service; the tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const apt = (...args: string[]) =>
    spawnSync("apt-get", ["--quiet", ...args], { stdio: "inherit", env }).status;
  apt("update");
  apt("install", "--yes", "--no-install-recommends", ...PACKAGES);
  return existsSync(PROGRAM) ? null : `There is no slapd, and apt-get gave none: ${PACKAGES.join(" ")}`;
}

export type Slapd = {
  url: string;
  /** The certificate that its own is signed with: itself. */
  authority: string;
  /** Signed in as who may write everything. */
  root: Client;
  stop: () => Promise<void>;
};

/** Debian's slapd by TLS on loopback, empty but for its base, with a port and a folder of its own. */
export async function startSlapd(): Promise<Slapd> {
  const dir = mkdtempSync(join(tmpdir(), "rollcall-slapd-"));
  const [key, certificate] = [join(dir, "key.pem"), join(dir, "certificate.pem")];
  const made = spawnSync("openssl", [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=127.0.0.1",
    "-addext",
    "subjectAltName=IP:127.0.0.1",
    "-keyout",
    key,
    "-out",
    certificate,
  ]);
  if (made.status !== 0) throw new Error(`openssl made no certificate: ${made.stderr.toString()}`);
  mkdirSync(join(dir, "data"));
  const config = join(dir, "slapd.conf");
  const schemas = ["core", "cosine", "inetorgperson"].map(
    (name) => `include /etc/ldap/schema/${name}.schema`,
  );
  const lines = [
    ...schemas,
    "modulepath /usr/lib/ldap",
    "moduleload back_mdb",
    `pidfile ${join(dir, "slapd.pid")}`,
    `TLSCertificateFile ${certificate}`,
    `TLSCertificateKeyFile ${key}`,
    "sizelimit size.soft=100 size.hard=100 size.prtotal=unlimited",
    "database mdb",
    `suffix "${BASE}"`,
    `rootdn "${ROOT}"`,
    `rootpw "${PASSWORD}"`,
    `directory ${join(dir, "data")}`,
    "access to attrs=userPassword by anonymous auth by * none",
    "access to * by users read by * none",
  ];
  writeFileSync(config, `${lines.join("\n")}\n`, { mode: 0o600 });
  const url = `ldaps://127.0.0.1:${await freePort()}`;
  const child = spawn(PROGRAM, ["-f", config, "-h", url, "-d", "0"], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const authority = readFileSync(certificate, "utf8");
  for (let attempt = 0; attempt < 100 && child.exitCode === null; attempt += 1) {
    const root = new Client({ url, tlsOptions: { ca: authority } });
    try {
      await root.bind(ROOT, PASSWORD);
      await root.add(BASE, { objectClass: ["dcObject", "organization"], dc: "stone", o: "Stone" });
      const stop = async () => {
        await root.unbind();
        await end(child);
        rmSync(dir, { recursive: true, force: true });
      };
      return { url, authority, root, stop };
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await end(child);
  rmSync(dir, { recursive: true, force: true });
  throw new Error(`slapd did not start:\n${output}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await ended;
  clearTimeout(timer);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
