// Loaded into web and worker before anything else. The channel to the parent closes when the parent is gone, even by
// `kill -9`, and nobody would be left to stop this process. Programs that these start inherit the option and not the
// parent: they are none of our concern.
if (process.channel && process.ppid === Number(process.env.ROLLCALL_PARENT)) {
  process.once("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), 5_000).unref();
  });
  process.channel.unref();
}
