import { expect, test } from "vitest";
import { matchColumns } from "@/lib/imports/columns/match";
import { readHead } from "@/lib/imports/table/table";
import { TEMPLATE_LABELS, TEMPLATES, templateCsv } from "@/lib/imports/template";

test("the templates hold their headers and nothing else", () => {
  expect(TEMPLATES.map(templateCsv)).toEqual([
    "\ufeffFirst name,Last name,Username,Access email,Other email,Mobile phone,Business phone,Company,Customer code,UDID,Role\r\n",
    "\ufefffirstname,lastname,emailaddress,phone\r\n",
    "\ufeffFirst Name,Last Name,Email\r\n",
  ]);
});

test.each(TEMPLATES)("%s matches by itself once a person is in it", (template) => {
  expect(TEMPLATE_LABELS[template]).not.toBe("");
  const head = readHead(new TextEncoder().encode(`${templateCsv(template)}Ada,Adams,,,\r\n`), {
    isWhole: true,
  });
  if (!head.ok) throw new Error(head.refusal.message);
  const { columns, questions } = matchColumns(head.value.headers, head.value.samples);
  expect(questions).toEqual([]);
  expect(columns.every(({ how }) => how === "exact" || how === "known")).toBe(true);
});
