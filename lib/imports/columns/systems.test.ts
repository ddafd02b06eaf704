import { describe, expect, test } from "vitest";
import { matchColumns } from "@/lib/imports/columns/match";
import { readHead } from "@/lib/imports/table/table";

/** The headers as each product writes them, a person, and what the columns are then. */
const FILES: [string, string, string, Record<string, string>][] = [
  [
    "Google Workspace",
    "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],New Primary Email [UPLOAD ONLY],Recovery Email,Home Secondary Email,Work Secondary Email,Recovery Phone [MUST BE IN THE E.164 FORMAT],Work Phone,Home Phone,Mobile Phone,Work Address,Home Address,Employee ID,Employee Type,Employee Title,Manager Email,Department,Cost Center,Building ID,Floor Name,Floor Section,Change Password at Next Sign-In,New Status [UPLOAD ONLY]",
    "Ada,Adams,ada@acme.example,a long secret,,/,,ada@home.example,,,,+49 69 666442925,,+49 170 1234567,,,E1,,,boss@acme.example,,,,,,TRUE,",
    {
      "First Name [Required]": "firstName",
      "Last Name [Required]": "lastName",
      "Email Address [Required]": "accessEmail",
      "Password [Required]": "password",
      "Recovery Email": "otherEmail",
      "Work Phone": "businessPhone",
      "Mobile Phone": "mobilePhone",
    },
  ],
  [
    "Google Workspace",
    "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],New Primary Email [UPLOAD ONLY],Status [READ ONLY],Last Sign In [READ ONLY],Recovery Email,Home Secondary Email",
    "Ada,Adams,ada@acme.example,****,,/,,Active,2026/11/01 10:00:00,,ada@home.example",
    {
      "First Name [Required]": "firstName",
      "Last Name [Required]": "lastName",
      "Email Address [Required]": "accessEmail",
      "Home Secondary Email": "otherEmail",
    },
  ],
  [
    "Microsoft 365",
    "version:v1.0\nName [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required,First name [givenName],Last name [surname],Job title [jobTitle],Office phone [telephoneNumber],Mobile phone [mobile]",
    "Ada Adams,ada@acme.example,a long secret,No,Ada,Adams,,+49 69 666442925,",
    {
      "User name [userPrincipalName] Required": "accessEmail",
      "Initial password [passwordProfile] Required": "password",
      "First name [givenName]": "firstName",
      "Last name [surname]": "lastName",
      "Office phone [telephoneNumber]": "businessPhone",
      "Mobile phone [mobile]": "mobilePhone",
    },
  ],
  [
    "Microsoft 365",
    "userPrincipalName,displayName,surname,mail,givenName,objectId,userType,accountEnabled,telephoneNumber,mobilePhone,alternateEmailAddress",
    "ada@acme.example,Ada Adams,Adams,ada.adams@mail.example,Ada,0,Member,True,,,",
    {
      userPrincipalName: "username",
      surname: "lastName",
      mail: "accessEmail",
      givenName: "firstName",
      telephoneNumber: "businessPhone",
      mobilePhone: "mobilePhone",
      alternateEmailAddress: "otherEmail",
    },
  ],
  [
    "Microsoft 365",
    "User principal name,Display name,Block sign in,Mobile Phone",
    "ada@acme.onmicrosoft.com,Ada Adams,No,",
    { "User principal name": "accessEmail", "Display name": "fullName", "Mobile Phone": "mobilePhone" },
  ],
  [
    "Okta",
    "login,firstName,lastName,middleName,honorificPrefix,honorificSuffix,email,title,displayName,nickName,profileUrl,secondEmail,mobilePhone,primaryPhone,streetAddress,city,organization,department,managerId,manager",
    "ada@elsewhere.example,Ada,Adams,,,,ada@mail.example,,Ada Adams,,,,,,,,Acme,,,boss@acme.example",
    {
      firstName: "firstName",
      lastName: "lastName",
      email: "accessEmail",
      secondEmail: "otherEmail",
      mobilePhone: "mobilePhone",
      primaryPhone: "businessPhone",
      organization: "company",
    },
  ],
  [
    "Moodle",
    "username,password,firstname,lastname,email,phone1,phone2,institution,department,city,country,course1",
    "ada.adams,a long secret,Ada,Adams,ada@mail.example,,,Acme,,,,C1",
    {
      username: "username",
      password: "password",
      firstname: "firstName",
      lastname: "lastName",
      email: "accessEmail",
      phone1: "businessPhone",
      phone2: "mobilePhone",
      institution: "company",
    },
  ],
];

describe("a file of another product is known by its headers", () => {
  test.each(FILES)("%s: %s", (name, header, person, fields) => {
    const head = readHead(new TextEncoder().encode(`${header}\n${person}\n`), { isWhole: true });
    if (!head.ok) throw new Error(head.refusal.message);
    const { headers, samples, hasHeader } = head.value;
    expect(hasHeader).toBe(true);
    const { system, columns, questions } = matchColumns(headers, samples, undefined, ["acme.example"]);
    expect(system).toBe(name);
    const matched = columns.flatMap(({ header: text, field }) => (field ? [[text, field]] : []));
    expect(Object.fromEntries(matched)).toEqual(fields);
    expect(questions).toEqual([]);
  });
});

test.each([
  "firstname|lastname|emailaddress|phone",
  "First Name|Last Name|Login|Password|Mobile Phone number|Business Phone number|Email Address|Company|Unique Customer Code|UDID",
  "username|firstname|lastname|email",
  "login|firstName|lastName|email",
])("%s is nobody's in particular", (headers) => {
  expect(matchColumns(headers.split("|"), []).system).toBeNull();
});
