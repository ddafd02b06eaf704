import { expect, test } from "vitest";
import { fillLine, fillSms, fillText } from "@/lib/messages/template/fill";

const VALUES = { firstName: "Ada", link: "https://x.example/activate/abc" };

test("a text is filled in: bold is plain, a button and a code are their links", () => {
  const body = "Hello **{firstName}**,\nthere.\r\n\r\n[Go on]({link})\n\n{qr}\n\nBye ** {unknown}";
  expect(fillText(body, VALUES)).toBe(
    [
      "Hello Ada,\nthere.",
      "Go on:\nhttps://x.example/activate/abc",
      "https://x.example/activate/abc",
      "Bye ** {unknown}\n",
    ].join("\n\n"),
  );
});

test("what a person is called is never another variable, a line or a header", () => {
  const values = { ...VALUES, firstName: "{link}\r\nBcc: all@x.example\u2028x" };
  expect(fillLine("Hi {firstName}", values)).toBe("Hi {link} Bcc: all@x.example x");
  expect(fillText("Hi {firstName}", values)).toBe("Hi {link} Bcc: all@x.example x\n");
  expect(fillSms("A\nHi {firstName}", values)).toBe("A\nHi {link} Bcc: all@x.example x");
});

test("what somebody wrote on several lines keeps them in a body, and nowhere else", () => {
  const values = {
    requestWords: "  It rings.\r\nNobody answers.\n\n\n\nBcc: all@x.example\u0007{link}\u2029End ",
  };
  expect(fillText("{requestWords}", values)).toBe(
    "It rings.\nNobody answers.\n\nBcc: all@x.example {link}\nEnd\n",
  );
  expect(fillLine("{requestWords}", values)).not.toContain("\n");
  expect(fillSms("{requestWords}", values)).not.toContain("\n");
});
