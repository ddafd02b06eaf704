import { describe, expect, test } from "vitest";
import { readArguments } from "@/scripts/rollcall/arguments";
import type { Command } from "@/scripts/rollcall/usage";

const command: Command = {
  summary: "Do it.",
  options: {
    name: { description: "its name" },
    above: { description: "what is above it", fallback: "nothing" },
    big: { description: "make it big", flag: true },
  },
  run: async () => "",
};

describe("readArguments", () => {
  test("tells texts from flags", () => {
    expect(readArguments("do", command, ["--name", "Acme", "--big"])).toEqual({
      text: { name: "Acme" },
      flag: { big: true },
    });
  });

  test("names what is missing, and says how it is used", () => {
    expect(() => readArguments("do", command, [])).toThrow(
      /^--name must be given\.\n\nUsage: .* do <options>/,
    );
  });

  test.each([[["--name", "a", "--nope"]], [["--name"]], [["--name", "a", "stray"]]])("refuses %s", (args) => {
    expect(() => readArguments("do", command, args)).toThrow(/Usage:/);
  });

  test("takes an operand where there is one, which has to be given", () => {
    const about: Command = { ...command, operand: { name: "FILE", description: "a file" }, usageExitCode: 2 };
    expect(readArguments("do", about, ["a.csv", "--name", "Acme"])).toEqual({
      text: { name: "Acme" },
      flag: {},
      operand: "a.csv",
    });
    for (const args of [["--name", "Acme"], ["a.csv", "b.csv", "--name", "Acme"], ["a.csv"]]) {
      expect(() => readArguments("do", about, args)).toThrow(expect.objectContaining({ exitCode: 2 }));
    }
  });
});
