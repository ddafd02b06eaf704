import { expect, test } from "vitest";
import { findDelimiter } from "@/lib/imports/table/delimiter";

test.each([
  ["a,b\n1,2", ","],
  ["a;b\n1;2", ";"],
  ["a\tb\n1\t2", "\t"],
  ["a|b\n1|2", "|"],
  ["Name;Email\nMiller, Ada;ada@x.example\nBerg, Ben;ben@x.example", ";"],
  ["name|email\nAdams, Jr., PhD|ada@x.example", "|"],
  ['"a;b","c;d"\n"1;2","3"', ","],
  ['"x",y\n"open', ","],
  ["Ada;Adams, Jr.;a@x\nBen;Berg;b@x\nCem;Can;c@x", ";"],
  ["\n\n \na;b\n1;2", ";"],
  ["People, all of them\n\nname;email\nAda;a@x.example\nBen;b@x.example", ";"],
  ["email\nada@x.example", ","],
  ["", ","],
])("%j is divided by %j", (text, delimiter) => {
  expect(findDelimiter(text)).toEqual({ delimiter, start: { position: 0, line: 1 } });
});

test.each([
  ["version:v1.0\r\nName [displayName] Required,User name\r\n", ",", 14],
  ["version:v1.0;;\na;b;c", ";", 15],
])("%j begins behind Microsoft's version", (text, delimiter, position) => {
  expect(findDelimiter(text)).toEqual({ delimiter, start: { position, line: 2 } });
});

test.each([
  ["sep=;\r\na;b", ";", 7],
  ["SEP=|\na,b,c|d", "|", 6],
  ["sep=\t\ra\tb", "\t", 6],
])("%j says its delimiter itself", (text, delimiter, position) => {
  expect(findDelimiter(text)).toEqual({ delimiter, start: { position, line: 2 } });
});
