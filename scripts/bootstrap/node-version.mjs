/**
 * Says what is wrong with a Node version, or nothing when it will do.
 * @param {string} version such as `v20.20.2`
 * @param {string} range `engines.node`: `^x.y` and `>=x.y` joined by `||`
 * @returns {string | undefined}
 */
export function nodeVersionProblem(version, range) {
  const actual = numbers(version);
  const suits = range.split("||").some((part) => satisfies(actual, part.trim()));
  if (suits) return undefined;
  return [
    `Rollcall needs Node.js ${range.replaceAll("||", "or")}, and this is ${version}.`,
    "Install a current version from https://nodejs.org and try again.",
  ].join("\n");
}

function satisfies(actual, part) {
  const wanted = numbers(part);
  const newEnough = actual[0] > wanted[0] || (actual[0] === wanted[0] && actual[1] >= wanted[1]);
  return newEnough && (part.startsWith(">=") || actual[0] === wanted[0]);
}

function numbers(text) {
  const [major, minor = "0"] = text.replace(/^[^\d]*/, "").split(".");
  return [Number(major), Number(minor)];
}
