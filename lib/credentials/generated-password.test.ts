import { expect, test } from "vitest";
import { generatePassword } from "@/lib/credentials/generated-password";

test("is letters and digits, with some of each, and none that look alike", () => {
  for (let index = 0; index < 2000; index += 1) {
    const password = generatePassword("a secret of the installation", `message ${index}`, 8);
    expect(password).toMatch(/^[A-HJ-NP-Za-km-z2-9]{16}$/);
    expect(password).toMatch(/[A-Z]/);
    expect(password).toMatch(/[a-z]/);
    expect(password).toMatch(/[0-9]/);
  }
});

test("is as long as the organization asks, and never shorter than sixteen", () => {
  for (const [asked, length] of [
    [8, 16],
    [15, 16],
    [20, 20],
    [64, 64],
  ] as const)
    expect(generatePassword("secret", "message", asked)).toHaveLength(length);
});

test("is the same for the same thing, and another one for anything else", () => {
  const password = generatePassword("secret", "message 1", 15);
  expect(generatePassword("secret", "message 1", 15)).toBe(password);
  expect(generatePassword("secret", "message 2", 15)).not.toBe(password);
  expect(generatePassword("another secret", "message 1", 15)).not.toBe(password);
  const many = Array.from({ length: 5000 }, (_, index) => generatePassword("secret", `message ${index}`, 15));
  expect(new Set(many).size).toBe(5000);
});

test("takes every character about as often as any other", () => {
  const counts = new Map<string, number>();
  for (let index = 0; index < 5000; index += 1)
    for (const character of generatePassword("secret", `message ${index}`, 64))
      counts.set(character, (counts.get(character) ?? 0) + 1);
  const mean = (5000 * 64) / 57;
  expect(counts.size).toBe(57);
  for (const count of counts.values()) expect(Math.abs(count - mean) / mean).toBeLessThan(0.1);
});
