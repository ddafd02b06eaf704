import { expect, test } from "vitest";
import { fieldsIn, formStateOf, textsIn } from "@/lib/form-state";
import { fail, invalidFields, ok } from "@/lib/result";

const form = new FormData();
form.append("name", "Acme");
form.append("field", "one");
form.append("field", "two");
form.append("$ACTION_ID_1", "of the framework");
form.append("file", new Blob(["x"]));

test("a form's texts are read by their names", () => {
  expect(textsIn(form)).toEqual({ name: ["Acme"], field: ["one", "two"] });
  expect(fieldsIn(form)).toEqual({ name: "Acme", field: ["one", "two"] });
  expect(fieldsIn(undefined)).toBeUndefined();
});

test("a refusal says what is wrong, and keeps what was typed", () => {
  const values = textsIn(form);
  expect(formStateOf(ok(null), form, "Saved.")).toEqual({ done: "Saved." });
  expect(formStateOf(fail("conflict", "Too late."), form, "")).toEqual({ error: "Too late.", values });
  expect(formStateOf(invalidFields([{ path: "name", message: "No." }]), form, "")).toEqual({
    fields: { name: "No." },
    values,
  });
  expect(formStateOf(invalidFields([{ path: "", message: "No." }]), undefined, "")).toEqual({
    error: "Some fields need another look.",
  });
});
