import type { Flood } from '../agents/flood.ts'
import type { Belongings } from '../belongings.ts'
import { cpuMs, familyCpuMs } from '../cpu-time.ts'
import { startHub } from '../hub-process.ts'
import type { Measured } from './measure-limit.ts'

export interface ProductMeasured extends Measured {
  readonly acknowledgedMs: readonly number[]
  readonly commitMs: { readonly p50: number; readonly p99: number }
  readonly refusedBusy: number
}

/** Starts a hub over the database and lets the agents send everything through it. */
export async function measureProduct(
  belongings: Belongings,
  { url, postgresPid, agents }: { readonly url: string; readonly postgresPid: number; readonly agents: Flood },
): Promise<ProductMeasured> {
  const hub = belongings.keep(await startHub(url))
  try {
    await agents.connect(hub.url)
    await agents.send('warm-up')
    const before = { hub: cpuMs(hub.pid), postgres: familyCpuMs(postgresPid), commits: readBuckets(await hub.metrics()) }
    const sent = await agents.send('measured')
    const after = { hub: cpuMs(hub.pid), postgres: familyCpuMs(postgresPid), commits: readBuckets(await hub.metrics()) }
    await agents.disconnect()
    const commits = after.commits.map(({ upToMs, count }, index) => ({
      upToMs,
      count: count - (before.commits[index]?.count ?? 0),
    }))
    return {
      tookMs: sent.tookMs,
      acknowledgedMs: sent.acknowledgedMs,
      commitMs: { p50: quantile(commits, 0.5), p99: quantile(commits, 0.99) },
      refusedBusy: sent.refusedBusy,
      cpuMs: { hub: after.hub - before.hub, postgres: after.postgres - before.postgres, agents: sent.cpuMs },
    }
  } finally {
    await hub.stop()
  }
}

/** A histogram's bucket: how many commits took at most that long. */
interface Bucket {
  readonly upToMs: number
  readonly count: number
}

function readBuckets(metrics: string): Bucket[] {
  return [...metrics.matchAll(/^counterfoil_ingest_commit_seconds_bucket\{le="([^"]+)"\} (\d+)$/gm)].map(([, le, count]) => ({
    upToMs: le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le) * 1_000,
    count: Number(count),
  }))
}

/** Straight line inside the bucket, as Prometheus' histogram_quantile draws it. */
function quantile(buckets: readonly Bucket[], share: number): number {
  const wanted = (buckets.at(-1)?.count ?? 0) * share
  let fromMs = 0
  let below = 0
  for (const { upToMs, count } of buckets) {
    if (count >= wanted && count > below)
      return upToMs === Number.POSITIVE_INFINITY ? fromMs : fromMs + ((upToMs - fromMs) * (wanted - below)) / (count - below)
    fromMs = upToMs
    below = count
  }
  return Number.NaN
}
