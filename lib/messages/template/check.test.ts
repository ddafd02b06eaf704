import { describe, expect, test } from "vitest";
import { BUILT_IN_KINDS } from "@/lib/messages/kinds";
import { templateIssues, templateText } from "@/lib/messages/template/check";
import { DEFAULT_TEXTS } from "@/lib/messages/template/defaults";

const OWN = { subject: "News", body: "Hello {firstName}.", smsBody: "" };
const wordsOf = (kind: Parameters<typeof templateIssues>[0], text: Partial<typeof OWN>) =>
  templateIssues(kind, { ...OWN, ...text }).map(({ path, message }) => `${path}: ${message}`);

test.each(BUILT_IN_KINDS)("the product's own words for %s are as they should be", (kind) => {
  expect(templateIssues(kind, templateText.parse(DEFAULT_TEXTS[kind]))).toEqual([]);
});

describe("a variable", () => {
  test.each(["{first name}", "{firstname}", "{constructor}", "{}", "{link}", "{password}"])(
    "that is unknown or another message's is refused: %s",
    (variable) => {
      const [issue = ""] = wordsOf("own", { body: `Hello ${variable}` });
      expect(issue).toContain(`body: ${variable} cannot stand here. What can: {firstName}, {lastName}`);
    },
  );

  test("that opens an account never stands in a subject", () => {
    const text = { ...DEFAULT_TEXTS.invitation, subject: "Open {link}" };
    expect(templateIssues("invitation", text)).toMatchObject([{ path: "subject" }]);
    const login = { ...DEFAULT_TEXTS.loginDetails, subject: "It is {password}" };
    expect(templateIssues("loginDetails", login)).toMatchObject([{ path: "subject" }]);
  });

  test("that the message is for may not be left out, in either of its forms", () => {
    const text = { subject: "Hello", body: "Hello.", smsBody: "Hello." };
    expect(templateIssues("invitation", text).map(({ path }) => path)).toEqual(["body", "smsBody"]);
    expect(templateIssues("invitation", { ...DEFAULT_TEXTS.invitation, smsBody: "" })).toEqual([]);
  });

  test("of an image has a line of its own, and an SMS has none", () => {
    const { welcomeQr } = DEFAULT_TEXTS;
    expect(templateIssues("welcomeQr", { ...welcomeQr, body: "Scan {qr} now" })).toMatchObject([
      { path: "body" },
    ]);
    expect(templateIssues("welcomeQr", { ...welcomeQr, smsBody: "{link} {qr}" })).toMatchObject([
      { path: "smsBody" },
    ]);
  });
});

describe("what opens an account", () => {
  const { reset, invitation, loginDetails } = DEFAULT_TEXTS;
  test.each([
    "https://collector.example/?to={link}",
    "collector{link}",
    "{firstName}{link}",
    "{link}@collector.example",
    "**x**{link}",
    "Open\u00a0{link}",
    "Open\ufeff{link}",
    "Open \u200b{link}",
    "[{link}]({signInLink})",
  ])("stands by itself, or is no link any more that it was: %s", (body) => {
    expect(templateIssues("reset", { ...reset, body })).toContainEqual({
      path: "body",
      message: "{link} needs a space or the end of a line on both sides.",
    });
  });

  test("stands by itself in an SMS, and so does a password", () => {
    const sms = { ...invitation, smsBody: "Here:{link}" };
    expect(templateIssues("invitation", sms)).toMatchObject([{ path: "smsBody" }]);
    const login = { ...loginDetails, body: "x.example?p={password} it is" };
    expect(templateIssues("loginDetails", login)).toMatchObject([{ path: "body" }, { path: "body" }]);
  });

  test.each([
    "https://collector.example/?to= {link}",
    "Go to www.collector.example first.\n{link}",
    "HTTP://[::1] {link}",
    "collector.example/take {link}",
    "collector.example?to= {link}",
  ])("is in no company of another website's address: %s", (body) => {
    expect(templateIssues("reset", { ...reset, body })).toEqual([
      { path: "body", message: expect.stringContaining("No addresses of websites here") },
    ]);
  });

  test.each([
    "{link}",
    "Open {link}, please.",
    "Until {expires}:\n{link}\n\nAsk it@acme.example. Or 1.2.2026.",
  ])("may be among words: %s", (body) => {
    expect(templateIssues("reset", { ...reset, body })).toEqual([]);
  });

  test("is in no message of one's own, where any address may stand", () => {
    expect(wordsOf("own", { body: "See https://news.example/today" })).toEqual([]);
  });
});

describe("a button", () => {
  test.each([
    "[Here](https://evil.example)",
    "[Here](javascript:alert(1))",
    "[Here]({firstName})",
    "Press [here]({signInLink}) now",
    "[Here]()",
  ])("leads where a variable says, from a line of its own: %s", (body) => {
    expect(wordsOf("own", { body })).toMatchObject([
      expect.stringContaining("a button has a line of its own"),
    ]);
  });

  test("that does so is fine", () => {
    expect(wordsOf("own", { body: "[Sign in now]({signInLink})" })).toEqual([]);
  });
});

test("a reset goes by e-mail alone", () => {
  expect(templateIssues("reset", { ...DEFAULT_TEXTS.reset, smsBody: "x" })).toMatchObject([
    { path: "smsBody" },
  ]);
});

test("a subject is one line", () => {
  expect(templateText.safeParse({ ...OWN, subject: "A\r\nBcc: all@x.example" }).success).toBe(false);
  expect(templateText.safeParse({ ...OWN, subject: " " }).success).toBe(false);
  expect(templateText.parse({ ...OWN, subject: "  A " }).subject).toBe("A");
});
