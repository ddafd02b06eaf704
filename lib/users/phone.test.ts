import fc from "fast-check";
import {
  type CountryCode,
  getCountries,
  getExampleNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js/max";
import metadata from "libphonenumber-js/max/metadata";
import examples from "libphonenumber-js/mobile/examples";
import { describe, expect, test } from "vitest";
import { readPhone } from "@/lib/users/phone";
import { matchInternational, matchNational } from "@/lib/users/phone-plans";

const read = (text: string, country?: CountryCode) => {
  const reading = readPhone(text, country);
  return reading.ok ? reading.value : reading.problem.code;
};

describe("without a default country", () => {
  test.each([
    ["4917012345670", "+4917012345670"],
    ["+49 170 1234567", "+491701234567"],
    ["0049 170 1234567", "+491701234567"],
    ["+49 (0)69 666442925", "+4969666442925"],
    ["1 703 555 1212", "+17035551212"],
    ["49 69 666442925", "+4969666442925"],
    ["91 22 2672 1234", "+912226721234"],
    ["65 6476 9123", "+6564769123"],
    ["(44) 20-7455-9485", "+442074559485"],
    ["tel:+44-20-7455-9485", "+442074559485"],
    ["+49 170 1234567", "+491701234567"],
    ["+49 170\n1234567", "+491701234567"],
    ["＋４９１７０１２３４５６７", "+491701234567"],
    ["+٤٩١٧٠١٢٣٤٥٦٧", "+491701234567"],
    ["+800 1234 5678", "+80012345678"],
    ["", ""],
    ["   ", ""],
    ["0170 1234567", "phone_country_code_missing"],
    ["+20 7455 9485", "phone_invalid"],
    ["+999 1234567", "phone_invalid"],
    ["+49 30 123456789012", "phone_invalid"],
    ["+49 30 12345678901", "+493012345678901"],
    ["12345", "phone_invalid"],
    ["491701234567890123456", "phone_invalid"],
    ["4.91701E+12", "phone_changed_by_spreadsheet"],
    ["4,91701e12", "phone_changed_by_spreadsheet"],
    ["4917012345670.0", "phone_changed_by_spreadsheet"],
    ["+49 170 1234567 ext. 12", "phone_malformed"],
    ["1-800-FLOWERS", "phone_malformed"],
    ["49+1701234567", "phone_malformed"],
    ["#49170", "phone_malformed"],
    ["()", "phone_malformed"],
    ["+491701234567; +491701234568", "phone_malformed"],
    ["\u202a+49\u2011170\u00a01234567\u202c", "+491701234567"],
    ["+49170\u00ad1234567", "text_invisible"],
  ])("%s reads as %s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test("a very long cell is refused by its length", () => {
    expect(read("1".repeat(1_000_000))).toBe("text_too_long");
  });

  test("a number that lacks its country code says how it reads and what to do", () => {
    expect(readPhone("20 7455 9485")).toEqual({
      ok: false,
      problem: {
        code: "phone_country_code_missing",
        message:
          "Mobile phone “20 7455 9485” reads as +20, Egypt, and is no number there: its country code is missing or wrong. Add the country code or choose a default country.",
      },
    });
  });
});

describe("with a default country", () => {
  test.each<[string, CountryCode, string]>([
    ["20 7455 9485", "GB", "+442074559485"],
    ["020 7455 9485", "GB", "+442074559485"],
    ["0170 1234567", "DE", "+491701234567"],
    ["1701234567", "DE", "+491701234567"],
    ["(703) 555-1212", "US", "+17035551212"],
    ["612 345 678", "ES", "+34612345678"],
    ["06 698 12345", "IT", "+390669812345"],
    ["(51) 3221-1234", "BR", "+555132211234"],
    ["4917012345670", "DE", "+4917012345670"],
    ["442074559485", "DE", "+442074559485"],
    ["912226721234", "DE", "+912226721234"],
    ["4917012345670", "US", "+4917012345670"],
    ["0049 170 1234567", "US", "+491701234567"],
    ["+6564769123", "US", "+6564769123"],
    ["20 7455 9485", "DE", "phone_invalid"],
    ["20 7455 9485 1", "FR", "phone_invalid"],
  ])("%s in %s reads as %s", (text, country, expected) => {
    expect(read(text, country)).toBe(expected);
  });

  test("what is valid both ways is asked, not guessed", () => {
    const reading = readPhone("6564769123", "US");
    expect(reading).toMatchObject({
      ok: false,
      problem: { code: "phone_ambiguous", suggestion: "+16564769123" },
    });
    expect(JSON.stringify(reading)).toContain("+6564769123 (Singapore) or +16564769123 (United States)");
    expect(read("17012345678", "DE")).toBe("phone_ambiguous");
    expect(read("51 98765-4321", "BR")).toBe("phone_ambiguous");
    expect(read("24740123", "NO")).toBe("phone_ambiguous");
  });
});

describe("the patterns agree with the library", () => {
  const library = (text: string, country?: CountryCode) => {
    const parsed = parsePhoneNumberFromString(text, { defaultCountry: country, extract: false });
    return parsed?.isValid() ? parsed.number : null;
  };
  const countries = getCountries();
  const callingCodes = [
    ...Object.keys(metadata.country_calling_codes),
    ...Object.keys(metadata.nonGeographic),
  ];
  const digit = fc.integer({ min: 0, max: 9 }).map(String);
  const digits = fc.array(digit, { minLength: 3, maxLength: 13 }).map((each) => each.join(""));

  // A valid number of the country with its last digits, or any one digit, changed: mostly still valid, else nearly so.
  const nearExample = fc
    .tuple(fc.constantFrom(...countries), fc.nat(14), digit, fc.integer({ min: 0, max: 999 }), fc.boolean())
    .map(([country, at, changed, tail, isTail]) => {
      const national = getExampleNumber(country, examples)?.nationalNumber ?? "1";
      const edited = isTail
        ? national.slice(0, -3) + String(tail).padStart(3, "0")
        : national.slice(0, at % national.length) + changed + national.slice((at % national.length) + 1);
      return { country, national: edited };
    });

  const numbers = fc.oneof(
    nearExample,
    fc.record({ country: fc.constantFrom(...countries), national: digits }),
  );

  test("on complete numbers of every calling code", () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom(...callingCodes), fc.boolean(), (number, otherCode, isOther) => {
        const code = isOther ? otherCode : (metadata.countries[number.country]?.[0] as string);
        const matched = matchInternational(code + number.national);
        if (matched !== undefined) expect(matched).toBe(library(`+${code}${number.national}`));
      }),
      { numRuns: 3_000 },
    );
  });

  test("on national numbers of every country", () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom("", "0", "1", "8"), ({ country, national }, prefix) => {
        const matched = matchNational(prefix + national, country);
        if (matched !== undefined) expect(matched).toBe(library(prefix + national, country));
      }),
      { numRuns: 3_000 },
    );
  });

  test("and answer for nearly every example number themselves", () => {
    const unsure = countries.filter((country) => {
      const number = getExampleNumber(country, examples)?.number.slice(1);
      return number && matchInternational(number) === undefined;
    });
    expect(unsure.length).toBeLessThan(countries.length / 10);
  });
});

test("no text makes it throw, and what it accepts it reads the same again", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.string({ unit: fc.constantFrom(..."+0123456789() -./E".split("")) }),
      ),
      fc.option(fc.constantFrom<CountryCode>("DE", "US", "BR", "IT"), { nil: undefined }),
      (text, country) => {
        const reading = readPhone(text, country);
        if (reading.ok && reading.value) {
          expect(reading.value).toMatch(/^\+[1-9][0-9]{4,14}$/);
          expect(read(reading.value, country)).toBe(reading.value);
        }
      },
    ),
    { numRuns: 3_000 },
  );
});
