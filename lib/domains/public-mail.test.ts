import { expect, test } from "vitest";
import { isPublicMail } from "@/lib/domains/public-mail";

test.each([
  "gmail.com",
  "googlemail.com",
  "outlook.com",
  "hotmail.co.uk",
  "hotmail.com.tr",
  "yahoo.de",
  "yahoo.co.jp",
  "live.nl",
  "icloud.com",
  "web.de",
  "gmx.at",
  "proton.me",
  "qq.com",
  "mailinator.com",
  "t-online.de",
])("%s is everybody's", (domain) => {
  expect(isPublicMail(domain)).toBe(true);
});

test.each([
  "acme.example",
  "gmail.com.acme.example",
  "mygmail.com",
  "live.acme.com",
  "live-music.com",
  "mail.acme.com",
  "outlook.acme.co.uk",
  "yahoo.consulting",
])("%s may be an organization's", (domain) => {
  expect(isPublicMail(domain)).toBe(false);
});
