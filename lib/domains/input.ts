import * as z from "zod";
import { isPublicMail, publicMailWords } from "@/lib/domains/public-mail";
import { isDomain, readDomainName } from "@/lib/users/domain-name";

const TEXT_MAX = 1_000;

/** The name of a domain as somebody types it, canonical, and none of a public mail service. */
export const organizationDomain = z
  .string()
  .max(TEXT_MAX, "That is too long.")
  .transform((text, context) => {
    const refuse = (message: string) => {
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    };
    if (text.trim() === "") return refuse("Write a domain, such as example.com.");
    const read = readDomainName(text.trim().replace(/^@/, "").replace(/\.$/, ""));
    if (!isDomain(read)) return refuse(`The domain ${read.words}`);
    return isPublicMail(read.domain) ? refuse(publicMailWords(read.domain)) : read.domain;
  });

export const newDomainInput = z.strictObject({ name: organizationDomain });
export const domainInput = z.strictObject({ id: z.uuid() });

/**
 * How a domain goes: the one that those go to who have usernames in it, how many they are said
 * to be, and whether they are told. */
export const removalInput = z.strictObject({
  id: z.uuid(),
  moveTo: z.uuid().nullable(),
  expected: z.number().int().min(0),
  tell: z.boolean(),
});
