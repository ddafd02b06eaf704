import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Directory = { url: string; stop: () => Promise<void> };

const TOKEN = "a token of the bench";

/** A directory on loopback that has so many people to read, and tells them as Graph's delta query does. */
export async function startDirectory(people: number, domain: string): Promise<Directory> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://directory.example");
    const answer = (body: unknown) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    request.resume();
    if (url.pathname.endsWith("/token")) return answer({ access_token: TOKEN, expires_in: 3599 });
    const size = Number(/maxpagesize=(\d+)/.exec(String(request.headers.prefer))?.[1] ?? 100);
    const from = Number(url.searchParams.get("$skiptoken") ?? 0);
    const count = url.searchParams.has("$deltatoken") ? 0 : Math.min(size, people - from);
    const base = `http://${request.headers.host}/v1.0/users/delta`;
    const link =
      from + count < people && count > 0
        ? { "@odata.nextLink": `${base}?$skiptoken=${from + count}` }
        : { "@odata.deltaLink": `${base}?$deltatoken=end` };
    answer({ ...link, value: Array.from({ length: count }, (_, index) => personAt(from + index, domain)) });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

const personAt = (index: number, domain: string) => ({
  id: `directory-person-${index}`,
  accountEnabled: true,
  userType: "Member",
  givenName: `Given${index}`,
  surname: `Stone${index % 997}`,
  userPrincipalName: `directory${index}@${domain}`,
  mail: `directory${index}@mail.example`,
  mobilePhone: `+4479${String(11_000_000 + index).padStart(8, "0")}`,
  companyName: `Company ${index % 50}`,
});
