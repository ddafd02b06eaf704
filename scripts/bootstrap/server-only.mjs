// Outside of Next's bundler the package "server-only" throws by design. These programs are a server.
export function resolve(specifier, context, nextResolve) {
  if (specifier === "server-only") return { url: "data:text/javascript,", shortCircuit: true };
  return nextResolve(specifier, context);
}
