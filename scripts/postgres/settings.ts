export type ServerOptions = { port: number; durable: boolean; memoryBytes: number };

/**
 * The server's configuration file. Sized for a small machine that runs the product beside it; a test server gives up
 * durability for speed.
 */
export function serverSettings({ port, durable, memoryBytes }: ServerOptions): string {
  const megabytes = Math.floor(memoryBytes / 2 ** 20);
  const settings: Record<string, string | number> = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    password_encryption: "scram-sha-256",
    max_connections: 100,
    shared_buffers: `${clamp(megabytes / 8, 64, 1024)}MB`,
    effective_cache_size: `${clamp(megabytes / 2, 128, 4096)}MB`,
    // Writes pages out ahead of those who read, who would otherwise wait for it while an import fills the buffers.
    bgwriter_delay: "20ms",
    bgwriter_lru_maxpages: 1000,
    bgwriter_lru_multiplier: 4,
    maintenance_work_mem: "64MB",
    work_mem: "8MB",
    max_wal_size: "2GB",
    wal_compression: "on",
    wal_level: "minimal",
    max_wal_senders: 0,
    max_logical_replication_workers: 0,
    random_page_cost: 1.1,
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    // Errors of statements, without the rows and values in them: the log is no place for personal data.
    log_error_verbosity: "terse",
    log_min_error_statement: "panic",
    log_checkpoints: "off",
    log_line_prefix: "%m [%p] ",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${value}'\n`)
    .join("");
}

function clamp(value: number, min: number, max: number): number {
  return Math.floor(Math.min(max, Math.max(min, value)));
}
