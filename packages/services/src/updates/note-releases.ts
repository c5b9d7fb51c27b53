import type { Release } from '@counterfoil/updates'
import type { ServiceContext } from '../context.ts'

/** What the hub can give agents, for the dashboard to choose from: exactly what is on the signed list now. */
export async function noteReleases(ctx: Pick<ServiceContext, 'pool' | 'now'>, releases: readonly Release[]): Promise<void> {
  const given = [
    releases.map(({ version }) => version),
    releases.map(({ platform }) => platform),
    releases.map(({ sha256 }) => Buffer.from(sha256, 'hex')),
    releases.map(({ length }) => length),
  ]
  await ctx.pool.query(
    `with given as (select * from unnest($1::text[], $2::text[], $3::bytea[], $4::int8[]) as u (version, platform, sha256, bytes)),
       gone as (delete from agent_release r where not exists (select from given g where g.version = r.version and g.platform = r.platform))
     insert into agent_release (version, platform, sha256, bytes, seen_at) select version, platform, sha256, bytes, $5 from given
     on conflict (version, platform) do update set sha256 = excluded.sha256, bytes = excluded.bytes
     where agent_release.sha256 <> excluded.sha256`,
    [...given, ctx.now()],
  )
}
