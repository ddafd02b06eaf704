import { headerKey } from "@/lib/imports/columns/header-key";
import { USER_FIELD_INFO, USER_FIELDS, type UserField } from "@/lib/users/fields";

/** How a header is known: our own name for the field, one of the sources' layouts, or a usual word for it. */
export type HeaderName = { field: UserField; how: "exact" | "known" | "suggested" };

// Beside our own names, which the first of them happen to be too: S0, S1 and S2, as their files have them.
const KNOWN: readonly [UserField, readonly string[]][] = [
  ["firstName", ["firstname"]],
  ["lastName", ["lastname"]],
  ["accessEmail", ["emailaddress", "email"]],
  ["username", ["login"]],
  ["mobilePhone", ["phone", "mobile phone number", "phone mobile"]],
  ["businessPhone", ["business phone number"]],
  ["otherEmail", ["email other"]],
  ["customerCode", ["unique customer code"]],
];

const SUGGESTED: readonly [UserField, string][] = [
  [
    "firstName",
    "given name, forename, first, vorname, rufname, nome próprio, primeiro nome, prénom, primer nombre",
  ],
  ["firstName", "nombre, nombres, nome, imię, voornaam, förnamn, fornavn, 名"],
  ["lastName", "surname, family name, last, second name, nachname, familienname, zuname, sobrenome, apelido"],
  [
    "lastName",
    "apelidos, nom, nom de famille, apellido, apellidos, cognome, nazwisko, achternaam, efternamn, 姓",
  ],
  ["accessEmail", "mail, mail address, email id, work email, primary email, business email, company email"],
  [
    "accessEmail",
    "mailadresse, emailadresse, correo, correo electrónico, correio eletrônico, correio eletrónico",
  ],
  [
    "accessEmail",
    "endereço de email, dirección de correo, adresse email, adresse mail, courriel, adresse électronique",
  ],
  [
    "otherEmail",
    "secondary email, alternative email, alternate email, private email, personal email, email 2",
  ],
  [
    "otherEmail",
    "zweite email, private emailadresse, outro email, email alternativo, otro correo, autre email",
  ],
  ["username", "user, user id, login name, sign in name, account name, user principal name, upn"],
  [
    "username",
    "benutzername, anmeldename, kennung, nome de usuário, usuário, utilizador, nome de utilizador",
  ],
  ["username", "nombre de usuario, usuario, nom d'utilisateur, identifiant"],
  [
    "password",
    "pwd, initial password, passwort, kennwort, senha, palavra-passe, contraseña, clave, mot de passe",
  ],
  [
    "mobilePhone",
    "mobile, mobile number, cell, cell phone, cellphone, cell number, phone number, telephone, tel",
  ],
  ["mobilePhone", "handy, handynummer, mobil, mobilnummer, mobiltelefon, telefon, telefonnummer, rufnummer"],
  [
    "mobilePhone",
    "celular, telemóvel, telefone, telefone celular, número de telefone, móvil, teléfono, teléfono móvil",
  ],
  [
    "mobilePhone",
    "número de teléfono, portable, téléphone, téléphone portable, numéro de téléphone, mobile phone no",
  ],
  ["businessPhone", "work phone, office phone, company phone, landline, direct line, phone 2, telephone 2"],
  [
    "businessPhone",
    "festnetz, telefon geschäftlich, geschäftlich, durchwahl, telefone comercial, telefone fixo",
  ],
  ["businessPhone", "teléfono de trabajo, teléfono fijo, téléphone professionnel, téléphone fixe, fixe"],
  [
    "company",
    "company name, organization, organisation, employer, firma, unternehmen, empresa, société, entreprise",
  ],
  [
    "customerCode",
    "customer id, customer number, customer no, client code, client id, kundennummer, kundencode",
  ],
  ["customerCode", "código do cliente, código de cliente, code client, numéro client"],
  [
    "udid",
    "device id, unique device id, device identifier, geräte id, id do dispositivo, id del dispositivo",
  ],
  ["role", "user role, access role, rolle, benutzerrolle, função, papel, perfil, rol, rôle"],
  ["status", "user status, account status, estatus, situação, statut"],
];

const NAMES: ReadonlyMap<string, HeaderName> = new Map([
  ...SUGGESTED.flatMap(([field, words]) =>
    words.split(", ").map((word): [string, HeaderName] => [headerKey(word), { field, how: "suggested" }]),
  ),
  ...KNOWN.flatMap(([field, words]) =>
    words.map((word): [string, HeaderName] => [headerKey(word), { field, how: "known" }]),
  ),
  ...USER_FIELDS.flatMap((field) =>
    [field, USER_FIELD_INFO[field].label].map((word): [string, HeaderName] => [
      headerKey(word),
      { field, how: "exact" },
    ]),
  ),
]);

/** What a header by itself is a name of, or null. A remark in brackets, as in `Phone (optional)`, is passed over. */
export function nameOfHeader(header: string): HeaderName | null {
  const key = headerKey(header);
  const name = NAMES.get(key);
  if (name) return name;
  const bare = NAMES.get(headerKey(header.replace(/[([].*$/, "")));
  return bare ? { ...bare, how: "suggested" } : null;
}

/** `Name`, which is a last name beside a first name, and a first name beside a last one. */
export const isHalfName = (header: string) => headerKey(header) === "name";

/** The column that an errors file adds; it is ours and says nothing about a person. */
export const ERRORS_HEADER = "Errors";

export const isErrorsHeader = (header: string) => headerKey(header) === headerKey(ERRORS_HEADER);
