import type { Client } from 'pg'

export interface ChainSize {
  readonly stores: number
  readonly terminalsEach: number
  /** Weeks of hours each terminal has sold in, twelve hours a day. */
  readonly weeks: number
}

/** A chain in the tables as agents would have filled them: a twentieth of the terminals does not answer, each fiftieth store is offline. */
export async function fillChain(owner: Client, { stores, terminalsEach, weeks }: ChainSize): Promise<void> {
  const run = (sql: string, ...values: number[]) => owner.query(sql, values)
  await run(`insert into legal_entity (name, country) values ('Benchmark GmbH', 'DE')`)
  await run(
    `insert into store (code, name, name_lang, country, region, city, currency, legal_entity_id, opened_on)
     select to_char(n, 'FM00000'), 'Filiale ' || n, 'de', (array['DE', 'FR', 'IT', 'CN'])[1 + n % 4], 'Region ' || n % 40, 'City', 'EUR',
       (select min(id) from legal_entity), '2020-01-01' from generate_series(1, $1::int) n`,
    stores,
  )
  await run(
    `insert into agent (uid, store_id, name, public_key, hostname, platform, version)
     select gen_random_uuid(), s.id, 'back office', decode(lpad(to_hex(s.id), 64, '0'), 'hex'), 'pc' || s.id, 'linux-x64', '0.1.0' from store s`,
  )
  await run(
    `insert into agent_presence (agent_id, since, connected) select id, now() - interval '1 day', id % 50 <> 0 from agent`,
  )
  await run(
    `insert into agent_vitals select id, now(), 'linux', '6.1', 86400, 50000000000, 100000000000, 4000000000, 8000000000 from agent`,
  )
  await run(`insert into lane (store_id, key) select s.id, k::text from store s, generate_series(1, $1::int) k`, terminalsEach)
  await run(
    `insert into terminal (store_id, protocol, link, address, serial, model, software)
     select store_id, 'zvt', 'serial', 'lane-' || key, 'T' || id, 'P400', '1.0' from lane order by id`,
  )
  await run(
    `insert into terminal_assignment (terminal_id, agent_id, key, lane_id, since)
     select t.id, a.id, 'lane-' || l.key, l.id, now() - interval '60 days'
     from terminal t join lane l on l.store_id = t.store_id and 'lane-' || l.key = t.address join agent a on a.store_id = t.store_id`,
  )
  await run(
    `insert into terminal_condition (terminal_id, since, condition, agent_id, epoch, seq)
     select terminal_id, now() - interval '1 hour', case terminal_id % 20 when 0 then 'unreachable' else 'ready' end, agent_id, 1, 1
     from terminal_assignment`,
  )
  await run(
    `insert into terminal_hour (hour, terminal_id, approved, declined, last_approved_at)
     select h, t.id, 12, 1, h + interval '50 minutes'
     from terminal t, generate_series(date_trunc('hour', now()) - $1 * interval '7 days', date_trunc('hour', now()) - interval '1 hour', interval '1 hour') h
     where extract(hour from h) between 8 and 19`,
    weeks,
  )
  await run(
    `insert into terminal_pace (terminal_id, first_hour, last_approved_at)
     select id, date_trunc('hour', now()) - $1 * interval '7 days', now() - interval '5 minutes' from terminal`,
    weeks,
  )
  await run(
    `insert into device (kind, registered, make, model, serial, state, store_id, lane_id, terminal_id, created_at, approval_expires_on)
     select 'terminal', true, 'Verifone', 'P400', t.serial, 'active', t.store_id, a.lane_id, t.id, now(), date '2028-01-01' + t.id % 400
     from terminal t join terminal_assignment a on a.terminal_id = t.id`,
  )
  await run(
    `insert into device (kind, registered, state, store_id, agent_id, created_at) select 'agent_pc', false, 'active', store_id, id, now() from agent`,
  )
  await run('analyze')
}
