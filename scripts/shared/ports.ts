import { createServer } from "node:net";
import { codeOf } from "@/scripts/shared/failure";

/** Whether a TCP port of this machine can be listened on, on each of the given addresses. */
export async function portIsFree(port: number, hosts: readonly string[]): Promise<boolean> {
  for (const host of hosts) if (!(await canListen(port, host))) return false;
  return true;
}

/**
 * A free port of 127.0.0.1 from the range that systems do not hand to outgoing connections.
 * @param random gives numbers from 0 up to but not including 1
 */
export async function findFreePort(random: () => number): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = 20_000 + Math.floor(random() * 10_000);
    if (await portIsFree(port, ["127.0.0.1"])) return port;
  }
  throw new Error("No free port between 20000 and 29999 was found in 100 attempts.");
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      const code = codeOf(error);
      // A machine without IPv6 has nothing on its wildcard address that could be in the way.
      if (code === "EAFNOSUPPORT" || code === "EADDRNOTAVAIL") resolve(true);
      else if (code === "EADDRINUSE") resolve(false);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
