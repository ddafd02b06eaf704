import type { MarkShape } from "@/components/ui/mark";
import type { Tone } from "@/components/ui/tone";

type Sign = { tone: Tone; shape: MarkShape };

const active = { status: "Active", tone: "success", shape: "check" } satisfies Sign & { status: string };

export const people: (Sign & Record<"name" | "username" | "status" | "role" | "created", string>)[] = [
  person("Ada Lovelace", "ada.lovelace", "Organization admin", "12 Nov 2026"),
  {
    ...person("Grace Hopper", "grace.hopper", "User", "12 Nov 2026"),
    status: "Pending",
    tone: "info",
    shape: "clock",
  },
  person("Élodie Ångström", "elodie", "View-only admin", "3 Nov 2026"),
  {
    ...person("Alan Turing", "alan.turing", "User", "28 Oct 2026"),
    status: "Locked",
    tone: "error",
    shape: "lock",
  },
  {
    ...person(
      "Maximiliane von Hohenlohe-Langenburg",
      "maximiliane.von-hohenlohe",
      "Billing admin",
      "1 Oct 2026",
    ),
    status: "Expired",
    tone: "warning",
    shape: "half",
  },
  {
    ...person("Edsger Dijkstra", "edsger", "User", "30 Sep 2026"),
    status: "Suspended",
    tone: "neutral",
    shape: "pause",
  },
];

export const reviewRows: (Sign & {
  line: number;
  fate: string;
  first: string;
  last: string;
  email: string;
  phone: string;
  phoneErrors: string[];
  skipped?: boolean;
})[] = [
  row(2, "Ada", "Lovelace", "+44 20 7455 9485"),
  {
    ...row(3, "Charles", "Babbage", "20 7455 9485"),
    fate: "Invalid",
    tone: "error",
    shape: "cross",
    phoneErrors: [
      "Without its country code this number is one in Egypt. Choose a default country or write +44.",
    ],
  },
  { ...row(4, "Grace", "Hopper", "+1 202 555 0143"), fate: "Update", tone: "info", shape: "diamond" },
  { ...row(5, "Alan", "Turing", ""), fate: "Left out", tone: "neutral", shape: "dash", skipped: true },
  row(6, "Mary", "Somerville", "+44 131 496 0200"),
];

function person(name: string, local: string, role: string, created: string) {
  return { ...active, name, username: `${local}@acme.example`, role, created };
}

function row(line: number, first: string, last: string, phone: string) {
  const email = `${first}.${last}@acme.example`.toLowerCase();
  const fate = { fate: "Create", tone: "success", shape: "plus" } as const;
  return { ...fate, line, first, last, email, phone, phoneErrors: [] as string[] };
}
