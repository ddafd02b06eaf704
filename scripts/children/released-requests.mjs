// Loaded into web before anything else. React ends each render with an error as the reason of an abort. Until its stack
// is read, V8 keeps what the stack was made of: here the timer that ran the render, to which Node chains the next ones,
// each with the request that it was set in. One request so held thousands of others, some 300 MB in all.
const abort = Object.getOwnPropertyDescriptor(AbortController.prototype, "abort").value;

AbortController.prototype.abort = function (...given) {
  abort.apply(this, given);
  const { reason } = this.signal;
  if (reason instanceof Error) void reason.stack;
};
