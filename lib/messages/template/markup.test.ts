import { expect, test } from "vitest";
import { parseBody, parseLine } from "@/lib/messages/template/markup";

test("paragraphs, buttons and codes are told apart", () => {
  expect(parseBody("One\ntwo\n \nThree\n[Go]({link})\nfour\n\n{qr}").map(({ kind }) => kind)).toEqual([
    "paragraph",
    "paragraph",
    "button",
    "paragraph",
    "qr",
  ]);
  expect(parseBody("\n\n")).toEqual([]);
});

test("what is no markup is text", () => {
  expect(parseLine("**a {firstName}** {b} **c")).toEqual([
    { text: "a ", strong: true },
    { variable: "firstName", strong: true },
    { text: " ", strong: false },
    { text: "{b}", strong: false },
    { text: " **c", strong: false },
  ]);
  expect(parseBody("[Go](https://x.example)")).toMatchObject([{ kind: "paragraph" }]);
  expect(parseBody("[Go]({nothing})")).toMatchObject([{ kind: "paragraph" }]);
});
