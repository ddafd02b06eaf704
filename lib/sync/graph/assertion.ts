import { createHash, createPrivateKey, randomUUID, sign, X509Certificate } from "node:crypto";

const VALID_SECONDS = 300;

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * A client's assertion for the token endpoint (RFC 7523), signed by its certificate's key as PS256.
 * @param pem the certificate and its private key, in PEM, in any order
 * @throws Error when there are not both, or the key is not the certificate's
 */
export function clientAssertion(pem: string, client: string, audience: string, now: Date): string {
  const { certificate, key } = readCertificate(pem);
  const seconds = Math.floor(now.getTime() / 1000);
  const thumbprint = createHash("sha256").update(certificate.raw).digest("base64url");
  const header = { alg: "PS256", typ: "JWT", "x5t#S256": thumbprint };
  const claims = {
    aud: audience,
    iss: client,
    sub: client,
    jti: randomUUID(),
    nbf: seconds,
    exp: seconds + VALID_SECONDS,
  };
  const signed = `${base64url(header)}.${base64url(claims)}`;
  const padding = { padding: 6, saltLength: 32 };
  return `${signed}.${sign("sha256", Buffer.from(signed), { key, ...padding }).toString("base64url")}`;
}

/** @throws Error in words for whoever pasted it */
export function readCertificate(pem: string) {
  const block = (name: string) =>
    pem.match(new RegExp(`-----BEGIN ${name}-----[\\s\\S]+?-----END ${name}-----`))?.[0];
  const certificateText = block("CERTIFICATE");
  const keyText = block("PRIVATE KEY") ?? block("RSA PRIVATE KEY");
  if (!certificateText || !keyText)
    throw new Error("Paste the certificate and its private key, both in PEM, one after the other.");
  const certificate = new X509Certificate(certificateText);
  const key = createPrivateKey(keyText);
  if (key.asymmetricKeyType !== "rsa") throw new Error("The key has to be an RSA key.");
  if (!certificate.checkPrivateKey(key)) throw new Error("The private key is not the certificate’s.");
  return { certificate, key };
}
