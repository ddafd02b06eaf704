import fc from "fast-check";
import { expect, test } from "vitest";
import { apportion, compare, floor, fraction, round, sum } from "@/lib/billing/fraction";

const fractions = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.bigInt({ min: 1n, max: 400n }))
  .map(([count, over]) => fraction(count, over));

test("a fraction is in lowest terms, and over something above 0", () => {
  expect(fraction(6n, 4n)).toEqual({ count: 3n, over: 2n });
  expect(fraction(0n, 31n)).toEqual({ count: 0n, over: 1n });
  expect(() => fraction(1n, 0n)).toThrow(RangeError);
});

test.each([
  [fraction(5n, 2n), 2n, 3n],
  [fraction(-5n, 2n), -3n, -2n],
  [fraction(7n, 3n), 2n, 2n],
  [fraction(-7n, 3n), -3n, -2n],
  [fraction(4n), 4n, 4n],
])("%o is rounded down and to the nearest", (each, down, nearest) => {
  expect(floor(each)).toBe(down);
  expect(round(each)).toBe(nearest);
});

test("what is missing goes to those that lost most, of equal ones to the first", () => {
  expect(apportion([fraction(1n, 3n), fraction(1n, 3n), fraction(1n, 3n)])).toEqual([1n, 0n, 0n]);
  expect(apportion([fraction(1n, 3n), fraction(2n, 3n), fraction(1n)])).toEqual([0n, 1n, 1n]);
  expect(apportion([fraction(5n, 2n)])).toEqual([3n]);
  expect(apportion([])).toEqual([]);
});

test("parts come to exactly the rounded sum, each less than one unit away from what it is", () => {
  fc.assert(
    fc.property(fc.array(fractions, { maxLength: 31 }), (parts) => {
      const whole = apportion(parts);
      expect(whole.reduce((all, part) => all + part, 0n)).toBe(round(sum(parts)));
      for (const [index, part] of parts.entries()) {
        const off = sum([part, fraction(-(whole[index] ?? 0n))]);
        expect(compare(off, fraction(1n))).toBeLessThan(0);
        expect(compare(off, fraction(-1n))).toBeGreaterThan(0);
      }
    }),
  );
});
