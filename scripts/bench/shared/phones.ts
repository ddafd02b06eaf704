import { pick, type Random } from "@/scripts/bench/shared/random";

/** What mobile numbers begin with, and how many digits follow, in ten countries. */
const PLANS: readonly { code: string; begins: readonly string[]; digits: number }[] = [
  { code: "49", begins: ["1512", "1517", "1705", "1716"], digits: 7 },
  { code: "44", begins: ["7400", "7725", "7780", "7988"], digits: 6 },
  { code: "33", begins: ["61", "65", "67", "75"], digits: 7 },
  { code: "34", begins: ["61", "64", "66", "69"], digits: 7 },
  { code: "351", begins: ["91", "93", "96"], digits: 7 },
  { code: "48", begins: ["501", "601", "692"], digits: 6 },
  { code: "46", begins: ["70", "73", "76"], digits: 7 },
  { code: "41", begins: ["76", "78", "79"], digits: 7 },
  { code: "55", begins: ["119", "219", "319"], digits: 8 },
  { code: "1", begins: ["212", "415", "617"], digits: 0 },
];

/** A complete number of one of ten countries, written in one of the ways in which files have it. */
export function phoneFrom(random: Random): string {
  const plan = pick(random, PLANS);
  const national = pick(random, plan.begins) + restOf(plan.digits, random);
  const grouped = national.replace(/(\d{3})(?=\d{2})/g, "$1 ");
  switch (Math.floor(random() * 5)) {
    case 0:
      return `00${plan.code} ${grouped}`;
    case 1:
      return `+${plan.code} (${national.slice(0, 3)}) ${national.slice(3)}`;
    case 2:
      return `${plan.code}${national}`;
    default:
      return `+${plan.code} ${grouped}`;
  }
}

// North America's exchange codes begin with 2 to 9 and are none of the services that end in 11.
function restOf(digits: number, random: Random): string {
  if (digits === 0)
    return `${234 + Math.floor(random() * 600)}${restOf(4, random)}`.replace(/^(\d)11/, "$132");
  return String(Math.floor(random() * 10 ** digits)).padStart(digits, "0");
}
