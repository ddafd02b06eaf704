import fc from "fast-check";
import { expect, test } from "vitest";
import { html } from "@/components/ui/html";

test("what is put in is text, between tags and in attributes", () => {
  const name = `<img src=x onerror=alert(1)> & "Ada" 'L'`;
  expect(html`<a title="${name}">${name}</a>`.text).toBe(`<a title="${escapedName}">${escapedName}</a>`);
});

const escapedName = "&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Ada&quot; &#39;L&#39;";

test("no text brings a tag, a quotation mark or an entity of its own, and each reads back as it was", () => {
  const awkward = fc.string({
    unit: fc.constantFrom("<", ">", "&", '"', "'", "=", "/", "a", ";", "\n", "ä", "\u2028"),
  });
  fc.assert(
    fc.property(fc.oneof(awkward, fc.string({ unit: "binary" })), (text) => {
      const written = html`${text}`.text;
      expect(written).not.toMatch(/[<>"']/);
      expect(readBack(written)).toBe(text);
    }),
  );
});

test("HTML goes in as it is, in lists too, and false leaves nothing", () => {
  const cells = ["a", "<b>"].map((text) => html`<td>${text}</td>`);
  expect(html`<tr${false}>${cells}${false}${7}</tr>`.text).toBe("<tr><td>a</td><td>&lt;b&gt;</td>7</tr>");
});

test("only the template's own line breaks and indents are left out", () => {
  expect(
    html`
    <tr>
      <td>${"two\n  lines"}</td>
    </tr>`.text,
  ).toBe("<tr><td>two\n  lines</td></tr>");
});

test("an object that looks like HTML is not taken for it", () => {
  const forged = JSON.parse('{"text":"<script>"}');
  expect(() => html`${forged}`).toThrow();
});

function readBack(text: string): string {
  const named: Record<string, string> = {
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
    "&amp;": "&",
  };
  return text.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => named[entity] ?? "");
}
