import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAllowedFrom, isInNetworks, placeOf, readNetwork } from "@/lib/networks/cidr";

describe("readNetwork", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7/32"],
    [" 203.0.113.77/24 ", "203.0.113.0/24"],
    ["10.255.255.255/9", "10.128.0.0/9"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["2001:DB8:0:0:1::1", "2001:db8::1:0:0:1/128"],
    ["2001:db8:abcd:12ff::/50", "2001:db8:abcd::/50"],
    ["::/0", "::/0"],
    ["[2001:db8::1]", "2001:db8::1/128"],
    ["::ffff:203.0.113.7", "203.0.113.7/32"],
    ["::ffff:10.1.2.3/104", "10.0.0.0/8"],
    ["::ffff:0:0/96", "0.0.0.0/0"],
    ["::ffff:0.0.0.0/95", "::fffe:0:0/95"],
    ["::203.0.113.7", "::cb00:7107/128"],
    ["64:ff9b::203.0.113.7/96", "64:ff9b::/96"],
  ])("%s is %s", (text, network) => {
    expect(readNetwork(text)).toBe(network);
  });

  test.each([
    "",
    "acme.example",
    "203.0.113",
    "203.0.113.256",
    "010.0.0.1",
    "0x7f.0.0.1",
    "2130706433",
    "203.0.113.0/33",
    "203.0.113.0/-1",
    "203.0.113.0/024",
    "203.0.113.0/1e1",
    "203.0.113.0/",
    "203.0.113.0/24/24",
    "203.0.113.0/255.255.255.0",
    "2001:db8::/129",
    "2001:db8::1::1",
    "fe80::1%eth0",
    "::203.0.113.256",
    "203.0.113.7::",
    "::203.0.113",
    "unknown",
  ])("%j is no network", (text) => {
    expect(readNetwork(text)).toBeNull();
  });

  test("what it answers, it reads as the same", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(32), (address, prefix) => {
        const network = readNetwork(`${address}/${prefix}`);
        expect(network).not.toBeNull();
        expect(readNetwork(network ?? "")).toBe(network);
        const isMapped = address.includes(":") && readNetwork(address)?.includes(".");
        expect(isInNetworks(address, [network ?? ""])).toBe(!isMapped);
      }),
    );
  });
});

describe("an address", () => {
  test("is in a network as an independent reckoning has it", () => {
    const numberOf = (address: string) =>
      address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.nat(32), (address, base, prefix) => {
        const shift = BigInt(32 - prefix);
        const isIn = numberOf(address) >> shift === numberOf(base) >> shift;
        expect(isInNetworks(address, [readNetwork(`${base}/${prefix}`) ?? ""])).toBe(isIn);
      }),
    );
  });

  test.each([
    ["203.0.113.7", ["203.0.113.0/24"], true],
    ["203.0.114.7", ["203.0.113.0/24"], false],
    ["203.0.114.7", ["203.0.113.0/24", "203.0.114.0/24"], true],
    ["::ffff:203.0.113.7", ["203.0.113.0/24"], true],
    ["::ffff:cb00:7107", ["203.0.113.0/24"], true],
    ["::ffff:203.0.113.7", ["::/0"], false],
    ["::203.0.113.7", ["203.0.113.0/24"], false],
    ["::203.0.113.7", ["::/0"], true],
    ["203.0.113.7", ["::/0"], false],
    ["2001:db8::1", ["0.0.0.0/0"], false],
    ["2001:db8:0:1::1", ["2001:db8::/64"], false],
    ["2001:0DB8::F", ["2001:db8::/64"], true],
    ["unknown", ["0.0.0.0/0", "::/0"], false],
    ["203.0.113.7, 203.0.113.8", ["203.0.113.0/24"], false],
    ["203.0.113.7:443", ["203.0.113.0/24"], false],
    ["", ["0.0.0.0/0"], false],
  ])("%s in %j: %s", (address, networks, isIn) => {
    expect(isInNetworks(address, networks)).toBe(isIn);
  });

  test("may come from anywhere where no network is named, and nobody's from nowhere else", () => {
    expect(isAllowedFrom(null, [])).toBe(true);
    expect(isAllowedFrom("unknown", [])).toBe(true);
    expect(isAllowedFrom(null, ["203.0.113.0/24"])).toBe(false);
    expect(isAllowedFrom("203.0.113.7", ["203.0.113.0/24"])).toBe(true);
  });
});

test.each([
  ["203.0.113.7", "203.0.113.0/24"],
  ["::ffff:203.0.113.7", "203.0.113.0/24"],
  ["2001:db8:aaaa:bbbb::1", "2001:db8:aaaa::/48"],
  ["unknown", "unknown"],
  ["", "unknown"],
  [null, "unknown"],
])("the place of %s is %s", (address, place) => {
  expect(placeOf(address)).toBe(place);
});
