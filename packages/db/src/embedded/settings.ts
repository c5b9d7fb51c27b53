import { totalmem } from 'node:os'

const MB = 1024 * 1024

/**
 * How our server runs: what long runs and large indexes gain from. `synchronous_commit` and `full_page_writes` stay on,
 * `commit_delay` stays off: it slows single commits.
 */
export function serverSettings(): Readonly<Record<string, string>> {
  const sharedBuffersMb = Math.max(64, Math.min(512, Math.floor(totalmem() / 8 / MB)))
  return {
    shared_buffers: `${sharedBuffersMb}MB`,
    max_wal_size: '4GB',
    min_wal_size: '1GB',
    checkpoint_timeout: '15min',
    wal_compression: 'on',
    // What waits for the backup or a replica may fill so much of the disk and no more.
    max_slot_wal_keep_size: '20GB',
    jit: 'off',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }
}

/** For databases nobody will miss: nothing is flushed, so that making and dropping them is quick. */
export const throwawaySettings: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_wal_size: '256MB',
  min_wal_size: '32MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum_naptime: '5min',
}
