import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { NewPasskey, PasskeyAnswer } from "@/lib/mfa/passkey-shape";

const HERE = { origin: "http://rollcall.example", rpId: "rollcall.example" };

type Asked = Partial<typeof HERE> & {
  challenge: string;
  isVerified?: boolean;
  counter?: number;
  userHandle?: string;
};

/** An authenticator in software (WebAuthn Level 3 §6), which does as it is told, what is wrong included. */
export function makeAuthenticator() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(32);
  const common = { id: text(id), rawId: text(id), type: "public-key" as const, clientExtensionResults: {} };
  let count = 0;

  const create = ({ challenge, origin, rpId, isVerified = true }: Asked): NewPasskey => {
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    const coordinate = (value: string) => [Buffer.from([0x58, 32]), Buffer.from(value, "base64url")];
    // COSE: EC2, ES256, P-256, x, y (RFC 9053 §7.1).
    const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01]);
    const key = Buffer.concat([
      head,
      Buffer.from([0x21]),
      ...coordinate(x),
      Buffer.from([0x22]),
      ...coordinate(y),
    ]);
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, key]);
    const authData = Buffer.concat([
      authenticatorData(rpId, 0x40 | (isVerified ? 0x05 : 0x01), 0),
      credential,
    ]);
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3]),
      cborText("fmt"),
      cborText("none"),
      cborText("attStmt"),
      Buffer.from([0xa0]),
      cborText("authData"),
      Buffer.from([0x58, authData.length]),
      authData,
    ]);
    const clientDataJSON = clientData("webauthn.create", challenge, origin);
    return {
      ...common,
      response: {
        clientDataJSON: text(clientDataJSON),
        attestationObject: text(attestationObject),
        transports: ["internal"],
      },
    };
  };

  const get = ({ challenge, origin, rpId, isVerified = true, counter, userHandle }: Asked): PasskeyAnswer => {
    count += 1;
    const data = authenticatorData(rpId, isVerified ? 0x05 : 0x01, counter ?? count);
    const clientDataJSON = clientData("webauthn.get", challenge, origin);
    const signed = Buffer.concat([data, createHash("sha256").update(clientDataJSON).digest()]);
    return {
      ...common,
      response: {
        clientDataJSON: text(clientDataJSON),
        authenticatorData: text(data),
        signature: text(sign("sha256", signed, privateKey)),
        ...(userHandle === undefined ? {} : { userHandle }),
      },
    };
  };

  return { create, get };
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");

const cborText = (word: string) => Buffer.concat([Buffer.from([0x60 | word.length]), Buffer.from(word)]);

const clientData = (type: string, challenge: string, origin = HERE.origin) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

function authenticatorData(rpId = HERE.rpId, flags: number, counter: number): Buffer {
  const tail = Buffer.alloc(5);
  tail.writeUInt8(flags);
  tail.writeUInt32BE(counter, 1);
  return Buffer.concat([createHash("sha256").update(rpId).digest(), tail]);
}
