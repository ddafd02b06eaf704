import { expect, test } from "vitest";
import { networkPrefix } from "@/lib/network-prefix";

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["0:0:0:0:0:ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::1", "2001:db8:1:2::/64"],
  ["2001:0db8:0001:0002:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["[2001:db8::1]", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
  ["unknown", "unknown"],
  ["a:b", "a:b"],
  ["1::2::3", "1::2::3"],
  ["2001:db8:1:2:3:4:5:6:7", "2001:db8:1:2:3:4:5:6:7"],
  ["2001:db8::xyz", "2001:db8::xyz"],
  ["", ""],
])("the network of %s is %s", (address, network) => {
  expect(networkPrefix(address)).toBe(network);
});

test("neighbours are one network and strangers are not", () => {
  expect(networkPrefix("2001:db8:1:2::a")).toBe(networkPrefix("2001:db8:1:2:ffff::b"));
  expect(networkPrefix("2001:db8:1:2::a")).not.toBe(networkPrefix("2001:db8:1:3::a"));
});
