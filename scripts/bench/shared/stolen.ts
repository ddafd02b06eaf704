import { readFileSync } from "node:fs";

type Jiffies = { stolen: number; all: number };

/** The processors' time so far, and what of it a virtual machine's host gave to others (`proc_stat(5)`, steal). */
export function readJiffies(stat: string): Jiffies | null {
  const line = /^cpu +(.+)$/m.exec(stat)?.[1];
  const fields = line?.trim().split(/ +/).map(Number) ?? [];
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, stolen] = fields;
  if (stolen === undefined) return null;
  return { stolen, all: user + nice + system + idle + iowait + irq + softirq + stolen };
}

/** @returns the share of the processors' time that others had since this was called; null where the system does not say */
export function countStolen(): () => number | null {
  const before = now();
  return () => {
    const after = now();
    if (!before || !after || after.all === before.all) return null;
    return (after.stolen - before.stolen) / (after.all - before.all);
  };
}

function now(): Jiffies | null {
  try {
    return readJiffies(readFileSync("/proc/stat", "utf8"));
  } catch {
    return null;
  }
}
