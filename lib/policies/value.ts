import { readNetwork } from "@/lib/networks/cidr";
import { POLICIES, type PolicyKey, type PolicyShape, type PolicyValues } from "@/lib/policies/catalogue";
import { hoursInWords, readHours } from "@/lib/policies/hours";

export type Reading<Value> = { ok: true; value: Value } | { ok: false; message: string };

const NETWORKS_MAX = 100;
const TEXT_MAX = 10_000;
const VERSION = /^\d{1,5}(\.\d{1,5}){0,3}$/;

/** Reads a policy's value as it is kept or as somebody typed it, within its bounds, in canonical form. */
export function readPolicy<Key extends PolicyKey>(key: Key, given: unknown): Reading<PolicyValues[Key]> {
  return readShape(POLICIES[key].shape, given) as Reading<PolicyValues[Key]>;
}

function readShape(shape: PolicyShape, given: unknown): Reading<PolicyValues[PolicyKey]> {
  switch (shape.kind) {
    case "number":
      return readNumber(shape, given);
    case "yesNo":
      return typeof given === "boolean" ? read(given) : refuse("Choose yes or no.");
    case "choice":
      return shape.choices.some(({ value }) => value === given)
        ? read(given as PolicyValues["mfaPolicy"])
        : refuse("Choose one of these.");
    case "choices":
      return Array.isArray(given) && given.every((each) => shape.choices.some(({ value }) => value === each))
        ? read(shape.choices.map(({ value }) => value).filter((value) => given.includes(value)))
        : refuse("Choose among these.");
    case "networks":
      return readNetworks(given);
    case "hours": {
      const hours = readHours(given);
      return typeof hours === "string" ? refuse(hours) : read(hours);
    }
    case "version": {
      const text = typeof given === "string" ? given.trim() : null;
      return text === "" || (text !== null && VERSION.test(text))
        ? read(text)
        : refuse("Write a version as numbers with dots, such as 4.2.");
    }
  }
}

function readNumber({ min, max }: { min: number; max: number }, given: unknown): Reading<number> {
  const number = typeof given === "string" && /^\s*\d+\s*$/.test(given) ? Number(given) : given;
  return typeof number === "number" && Number.isInteger(number) && number >= min && number <= max
    ? read(number)
    : refuse(`Write a whole number from ${min} to ${max}.`);
}

function readNetworks(given: unknown): Reading<string[]> {
  const text = Array.isArray(given) ? given.join("\n") : given;
  if (typeof text !== "string" || text.length > TEXT_MAX) return refuse("That is too long.");
  const typed = text.split(/[\s,;]+/).filter((each) => each !== "");
  const wrong = typed.filter((each) => readNetwork(each) === null);
  if (wrong.length > 0)
    return refuse(`${wrong.slice(0, 3).join(", ")}: write a network as 203.0.113.0/24 or 2001:db8::/32.`);
  const networks = [...new Set(typed.flatMap((each) => readNetwork(each) ?? []))];
  return networks.length > NETWORKS_MAX ? refuse(`At most ${NETWORKS_MAX} networks.`) : read(networks);
}

const read = <Value>(value: Value): Reading<Value> => ({ ok: true, value });
const refuse = (message: string): Reading<never> => ({ ok: false, message });

/** A value as a person reads it. */
export function policyInWords(key: PolicyKey, value: PolicyValues[PolicyKey]): string {
  const { shape } = POLICIES[key];
  if (Array.isArray(value)) return listInWords(shape, value);
  if (value === null || typeof value === "object") return hoursInWords(value);
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return numberInWords(shape, value);
  if (shape.kind !== "choice") return value || "Any";
  return shape.choices.find((choice) => choice.value === value)?.label ?? value;
}

function listInWords(shape: PolicyShape, values: readonly string[]): string {
  if (shape.kind !== "choices") return values.join(", ") || "From anywhere";
  const chosen = shape.choices.filter(({ value }) => values.includes(value));
  return chosen.map(({ label }) => label).join(", ") || shape.none;
}

const ONE: Readonly<Record<string, string>> = { tries: "try" };

function numberInWords(shape: PolicyShape, value: number): string {
  const { unit, zero } = shape.kind === "number" ? shape : { unit: "" };
  if (value === 0 && zero !== undefined) return zero;
  return `${value} ${value === 1 ? (ONE[unit] ?? unit.slice(0, -1)) : unit}`;
}

/** A value as an event keeps it: texts that outlive what they are made of. */
export function policyRecorded(key: PolicyKey, value: PolicyValues[PolicyKey]): string | number | boolean {
  if (Array.isArray(value)) return value.join(", ");
  if (value === null || typeof value === "object") return policyInWords(key, value);
  return value;
}

/** What events say of a person's policy that is as for everybody. */
export const INHERITED = "as for everybody";

/** Two values are the same where their texts are. */
export const stampOf = (value: PolicyValues[PolicyKey]): string => JSON.stringify(value);
