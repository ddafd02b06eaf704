import { expect, test } from "vitest";
import { compileTemplate } from "@/lib/messages/template/compile";
import { DEFAULT_TEXTS } from "@/lib/messages/template/defaults";

const VALUES = {
  firstName: "Ada",
  username: "ada@acme.example",
  organization: "Acme",
  link: "http://rollcall.example/activate/abc",
  expires: "1 December 2026 at 10:30 UTC",
};
const bare = (html: string) => html.replaceAll(/<!--.*?-->/gs, "");

test("an invitation names the organization, the username, the link and until when it works", async () => {
  const template = await compileTemplate(DEFAULT_TEXTS.invitation);
  const { subject, text, html, sms } = template.fill(VALUES);
  expect(subject).toBe("Your account at Acme");
  for (const part of Object.values(VALUES)) {
    expect(text).toContain(part);
    expect(bare(html)).toContain(part);
    expect(sms).toContain(part);
  }
  expect(bare(html)).toContain('href="http://rollcall.example/activate/abc"');
  expect(html).not.toMatch(/[\uE000\uE001]/);
  expect(template.fill(VALUES)).toEqual((await compileTemplate(DEFAULT_TEXTS.invitation)).fill(VALUES));
});

test("names are texts, never markup, headers or marks", async () => {
  const template = await compileTemplate({
    ...DEFAULT_TEXTS.invitation,
    body: `<b>Hi</b> \uE000link\uE001 {firstName}\n\n[Go <i>]({link})`,
  });
  const firstName = `<script>'"&\uE000link\uE001`;
  const { subject, html } = template.fill({
    ...VALUES,
    firstName,
    organization: 'A\r\nBcc: all@x.example <b>"&',
    link: 'http://x.example/"onload="y',
  });
  expect(subject).toBe('Your account at A Bcc: all@x.example <b>"&');
  expect(html).not.toMatch(/<script>|<b>|<i>|"onload=/);
  expect(html).toContain("&lt;script&gt;&#39;&quot;&amp;\uE000link\uE001");
  expect(html.match(/x\.example\/&quot;onload/g)).toHaveLength(1);
});

test("a code is an image that goes along", async () => {
  const template = await compileTemplate(DEFAULT_TEXTS.welcomeQr);
  expect(template.hasQr).toBe(true);
  expect(template.fill(VALUES).html).toContain('src="cid:qr-code"');
  expect((await compileTemplate(DEFAULT_TEXTS.reset)).hasQr).toBe(false);
});

test("a support request keeps its lines, as text and never as markup", async () => {
  const { fill } = await compileTemplate(DEFAULT_TEXTS.supportRequest);
  const { subject, text, html, sms } = fill({
    ...VALUES,
    requestWords: "One\nTwo <b>\n\nThree",
    requestAbout: "Question",
  });
  expect(text).toContain("One\nTwo <b>\n\nThree");
  expect(html).toContain("One<br/>Two &lt;b&gt;<br/><br/>Three");
  expect(subject + sms).not.toContain("\nTwo");
});
