import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { actorColumns } from './device-actor.ts'
import { type DeviceDescription, descriptionColumns, descriptionValues } from './device-values.ts'
import type { ImportPlan, PlannedLine } from './import-plan.ts'

type Of<What extends PlannedLine['what']> = Extract<PlannedLine, { readonly what: What }>

const types = ['text', 'text', 'text', 'text', 'text', 'date', 'text', 'text', 'text']
/** The nine columns of descriptions as arrays, from parameter `first` on. */
const arrays = (first: number): string => types.map((type, nth) => `$${first + nth}::${type}[]`).join(', ')

/** Descriptions column by column, as `unnest` takes them. */
function columnsOf(descriptions: readonly DeviceDescription[]): (string | null)[][] {
  const rows = descriptions.map(descriptionValues)
  return types.map((_, nth) => rows.map((row) => row[nth] ?? null))
}

/** Writes a whole plan in five statements, however many lines it has. Gives the numbers of the devices. */
export async function writeImport(
  ctx: Pick<ServiceContext, 'now' | 'actor'>,
  client: pg.PoolClient,
  { lines }: ImportPlan,
): Promise<{ readonly made: readonly number[]; readonly changed: readonly number[] }> {
  const fresh = lines.filter((line): line is Of<'new'> => line.what === 'new')
  const changed = lines.filter((line): line is Of<'changed'> => line.what === 'changed')
  await client.query(
    `update device d set (${descriptionColumns}) = (n.make, n.model, n.serial, n.firmware, n.approval_number, n.approval_expires_on, n.p2pe,
       n.p2pe_solution, n.notes), registered = true, rev = d.rev + 1
     from unnest($1::int4[], ${arrays(2)}) as n (id, ${descriptionColumns}) where d.id = n.id`,
    [changed.map(({ id }) => id), ...columnsOf(changed.map(({ description }) => description))],
  )
  const placed = fresh.filter(({ lane }) => lane !== null)
  await client.query(
    `insert into lane (store_id, key) select distinct * from unnest($1::int4[], $2::text[]) as n on conflict (store_id, key) do nothing`,
    [placed.map(({ storeId }) => storeId), placed.map(({ lane }) => lane)],
  )
  const { rows } = await client.query<{ id: number }>(
    `insert into device (kind, registered, state, created_at, store_id, lane_id, ${descriptionColumns})
     select n.kind, true, case when n.store_id is null then 'unplaced' else 'awaited' end, $13, n.store_id, l.id, n.make, n.model, n.serial,
       n.firmware, n.approval_number, n.approval_expires_on, n.p2pe, n.p2pe_solution, n.notes
     from unnest($1::text[], $2::int4[], $3::text[], ${arrays(4)}) with ordinality as n (kind, store_id, lane, ${descriptionColumns}, nth)
     left join lane l on l.store_id = n.store_id and l.key = n.lane order by n.nth returning id`,
    [
      fresh.map(({ kind }) => kind),
      fresh.map(({ storeId }) => storeId),
      fresh.map(({ lane }) => lane),
      ...columnsOf(fresh.map(({ description }) => description)),
      ctx.now(),
    ],
  )
  const made = rows.map(({ id }) => id)
  await client.query(
    'insert into device_state (device_id, since, state, actor_type, actor_id) select id, $2, state, $3, $4 from device where id = any($1)',
    [made, ctx.now(), ...actorColumns(ctx.actor)],
  )
  await client.query(
    'insert into device_place (device_id, since, store_id, lane_id) select id, $2, store_id, lane_id from device where id = any($1)',
    [made, ctx.now()],
  )
  return { made, changed: changed.map(({ id }) => id) }
}
