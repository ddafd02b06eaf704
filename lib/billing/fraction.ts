/** An exact number: `over` is above 0, and both have no common divisor. */
export type Fraction = { count: bigint; over: bigint };

/** @throws RangeError unless `over` is above 0 */
export function fraction(count: bigint, over = 1n): Fraction {
  if (over <= 0n) throw new RangeError("A fraction is over something above 0.");
  const divisor = commonDivisor(count < 0n ? -count : count, over);
  return { count: count / divisor, over: over / divisor };
}

export const add = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.count * b.over + b.count * a.over, a.over * b.over);

export const sum = (all: readonly Fraction[]): Fraction => all.reduce(add, fraction(0n));

/** The greatest whole number that is not above it. */
export function floor({ count, over }: Fraction): bigint {
  const whole = count / over;
  return count < 0n && whole * over !== count ? whole - 1n : whole;
}

/** The nearest whole number, and of two that are as near the greater one. */
export const round = ({ count, over }: Fraction): bigint => floor(fraction(2n * count + over, 2n * over));

/** Below 0 where a is less than b, above where it is more. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.count * b.over - b.count * a.over;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const commonDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : commonDivisor(b, a % b));

/**
 * Whole parts, each as near to its exact part as can be, that come to exactly `total`: each is rounded down, and what is missing
 * goes one by one to those that lost most by it, of equal ones to the first (the method of the largest remainder).
 * @param total their sum, rounded to a whole number in either direction
 */
export function apportion(parts: readonly Fraction[], total: bigint = round(sum(parts))): bigint[] {
  const whole = parts.map(floor);
  const missing = Number(total - whole.reduce((all, part) => all + part, 0n));
  const lost = parts.map((part, index) => ({
    index,
    rest: add(part, fraction(-(whole[index] ?? 0n))),
  }));
  const most = lost.toSorted((a, b) => compare(b.rest, a.rest) || a.index - b.index).slice(0, missing);
  const raised = new Set(most.map(({ index }) => index));
  return whole.map((part, index) => (raised.has(index) ? part + 1n : part));
}
