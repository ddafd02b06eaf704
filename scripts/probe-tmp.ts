import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { peopleFile } from "@/scripts/bench/shared/people-file";
import { driveImport } from "@/scripts/bench/shared/import-driver";
import { withProduct } from "@/scripts/bench/shared/product";
import { signIn } from "@/scripts/bench/shared/visitor";
import { pidsOf } from "@/scripts/bench/shared/processes";
const rss = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
const cpu = (pid: number) => { const f = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" "); return Number(f[11]) + Number(f[12]); };
async function main() {
  await withProduct("probe", async (product) => {
    const admin = await signIn(product, product.account("admin"));
    for (let i = 0; i < 30; i++) for (const p of ["/acme/users", "/acme/audit", "/acme/users/import"]) await (await admin.get(p)).text();
    const { web, worker } = pidsOf(product) as any;
    console.log("rss warm", rss(web));
    const file = peopleFile(100000, 1, "acme.example");
    let phase = "idle"; let over = false; const seen: [string, number, number, number, number][] = [];
    const sampler = (async () => { let w = cpu(web); let k = worker ? cpu(worker) : 0; while (!over) { const t = performance.now(); const a = await admin.get("/acme/users"); await a.arrayBuffer(); const d = performance.now() - t; const w2 = cpu(web), k2 = worker ? cpu(worker) : 0; seen.push([phase, d, rss(web), w2 - w, k2 - k]); w = w2; k = k2; await sleep(150); } })();
    await sleep(4000);
    await driveImport(admin, Buffer.from(file.text), { org: "acme", onStanding: (s: any) => { phase = s.state + (s.progress ? "" : "") + ":" + (s.stop ?? s.phase ?? ""); } });
    over = true; await sampler;
    const by = new Map<string, typeof seen>();
    for (const s of seen) by.set(s[0], [...(by.get(s[0]) ?? []), s]);
    for (const [p, list] of by) { const l = list.map((x) => x[1]).sort((a, b) => a - b); console.log(p, "n", l.length, "p50", l[l.length >> 1]!.toFixed(0), "p95", l[Math.floor(l.length * 0.95)]!.toFixed(0), "max", l.at(-1)!.toFixed(0), "rss max", Math.max(...list.map((x) => x[2])).toFixed(0), "web cpu ticks", list.reduce((s, x) => s + x[3], 0), "worker", list.reduce((s, x) => s + x[4], 0)); }
    console.log(seen.map((s) => `${s[0].slice(0, 4)}${s[1].toFixed(0)}/${s[2].toFixed(0)}`).join(" "));
  });
}
void main();
