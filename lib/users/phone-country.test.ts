import { expect, test } from "vitest";
import { countriesOfAddresses, suggestCountry } from "@/lib/users/phone-country";

test("a country that most numbers need is suggested where no other is as good, or a hint speaks for it", () => {
  const german = ["0170 1234567", "069 666442925", "030 901820"];
  expect(suggestCountry(german, ["DE"])).toBe("DE");
  expect(suggestCountry(["20 7946 0958", "20 7946 0123"], ["GB"])).toBe("GB");
  expect(suggestCountry(["20 7946 0958", "20 7946 0123"])).not.toBe("EG");
});

test("nothing is suggested where numbers are complete, too few or none", () => {
  expect(suggestCountry(["+49 170 1234567", "+49 69 666442925"], ["DE"])).toBeNull();
  expect(suggestCountry(["0170 1234567"], ["DE"])).toBeNull();
  expect(suggestCountry(["x", "y", ""], ["DE"])).toBeNull();
});

test("addresses speak for the countries of their domains", () => {
  expect(countriesOfAddresses(["a@x.de", "b@y.de ", "c@z.co.uk", "d@x.example", ""])).toEqual(["DE", "GB"]);
});
