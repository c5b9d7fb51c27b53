import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensurePartitions } from '@counterfoil/db'
import { applyMigrations } from '@counterfoil/db/migrate'
import { createInstallation, type TestDatabase } from '@counterfoil/db/testing'
import type { ServiceContext } from '@counterfoil/services'
import { runMatching } from '@counterfoil/services/funds'
import { wholeChain } from '@counterfoil/services/permissions'
import { confirmLoss, declareLoss, findOpenLoss } from '@counterfoil/services/witnesses'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { backup } from '../../apps/cli/src/verbs/backup.ts'
import { doctor } from '../../apps/cli/src/verbs/doctor.ts'
import { restore } from '../../apps/cli/src/verbs/restore.ts'
import { rebuildRecord } from '../../apps/cli/src/verbs/verify/rebuild.ts'
import { createVerify } from '../../apps/cli/src/verbs/verify.ts'
import { newId, type StartedHub, startHub, until } from '../../apps/web/tests/hub-bed.ts'
import { CONTRACT, IBAN } from '../../packages/services/tests/funds-bed.ts'
import {
  commandLine,
  type HubMachine,
  placeForMachines,
  startMachine,
  type TradingPc,
  tradingPc,
} from './support/recovery-bed.ts'
import { actAndSign } from './support/witness-bed.ts'

const STORES = 4
const SALES_AN_HOUR = 25
const place = await placeForMachines()
const dataDir = join(place.path, 'data')
const backups = join(place.path, 'backups')
const passphraseFile = join(place.path, 'passphrase')
const counterfoil = commandLine(dataDir, passphraseFile)

let machine: HubMachine
let hub: StartedHub | undefined
let pcs: TradingPc[]
beforeAll(async () => {
  writeFileSync(passphraseFile, 'correct horse battery\n', { mode: 0o600 })
  machine = await startMachine(dataDir)
  await applyMigrations({ url: machine.base.url })
  await ensurePartitions(machine.base.owner)
  await createInstallation(machine.base.db)
  for (const id of ['ada', 'bo'])
    await machine.base.owner.query(
      `insert into "user" (id, name, email, role) values ($1, $1, $1 || '@chain.example', 'administrator')`,
      [id],
    )
  // The secret of the hub that `startHub` runs.
  writeFileSync(join(dataDir, 'hub-key'), `${Buffer.alloc(32).toString('base64url')}\n`, { mode: 0o600 })
  pcs = []
  for (let nth = 0; nth < STORES; nth += 1) pcs.push(await tradingPc(machine.base, place.path))
  await writeContract(machine.base)
})
afterAll(async () => {
  await off()
  await machine?.stop()
  place.end()
})

/** So that money is expected of every sale. */
async function writeContract({ owner }: TestDatabase): Promise<void> {
  const { id, acquirer, merchantAccount, currency, validFrom } = CONTRACT
  await owner.query(
    `insert into bank_account (legal_entity_id, number, currency, name, time_zone)
     select legal_entity_id, $1, 'EUR', $1, 'Europe/Berlin' from store limit 1`,
    [IBAN],
  )
  await owner.query(
    `insert into funds_contract (id, version, acquirer, merchant_account, currency, valid_from, document, made_by)
     values ($1, 1, $2, $3, $4, $5, $6, 'test')`,
    [id, acquirer, merchantAccount, currency, validFrom, JSON.stringify(CONTRACT)],
  )
  await owner.query(
    `insert into funds_route (currency, acquirer, merchant_account, valid_from, made_by) values ($1, $2, $3, $4, 'test')`,
    [currency, acquirer, merchantAccount, validFrom],
  )
}

async function on(): Promise<void> {
  hub = await startHub(machine.base)
  for (const pc of pcs) await pc.on(hub.url)
}

async function off(): Promise<void> {
  for (const pc of pcs ?? []) await pc.off()
  await hub?.close()
  hub = undefined
}

/** An hour of trade: sold, delivered, expected by finance, all in the log, and seen by every agent. */
async function anHour(): Promise<void> {
  for (const pc of pcs) pc.sell(SALES_AN_HOUR)
  await on()
  await until(() => pcs.every((pc) => pc.delivered()), 60_000)
  await settle()
  await off()
  hub = await startHub(machine.base)
  const size = await actAndSign(machine.base, 5)
  await forgetMinute(machine.base)
  for (const pc of pcs) await pc.on(hub.url)
  await until(() => pcs.every((pc) => BigInt(pc.seen().last?.size ?? 0) >= size), 60_000)
  await off()
}

/** The hub has said of every sale when its money is due, and a run has added up every day. */
async function settle(): Promise<void> {
  const { pool } = machine.base
  const asked = `select (select count(*) from funds_payment where state = 'expected') = (select count(*) from payment) as told`
  await until(async () => (await pool.query(asked)).rows[0]?.told === true, 60_000)
  await until(async () => (await runMatching({ pool, now: () => new Date() })) !== null, 60_000)
}

/** All agents are shown one checkpoint a minute: for them, that minute is over. */
async function forgetMinute({ owner }: TestDatabase): Promise<void> {
  const tables = ['audit_checkpoint', 'audit_cosignature']
  for (const table of tables) await owner.query(`alter table ${table} disable trigger user`)
  await owner.query('delete from audit_witness')
  await owner.query('delete from audit_cosignature')
  await owner.query(`update audit_checkpoint set signed_at = signed_at - interval '2 minutes'`)
  for (const table of tables) await owner.query(`alter table ${table} enable trigger user`)
}

interface Counts {
  readonly events: number
  readonly payments: number
  readonly approved: string
  readonly expectations: number
  readonly expected: string
}

async function counts({ pool }: TestDatabase): Promise<Counts> {
  const { rows } = await pool.query<Counts>(
    `select (select count(*)::int4 from event where kind like 'payment.%') as events,
       (select count(*)::int4 from payment) as payments, (select sum(authorised_minor)::text from payment) as approved,
       (select count(*)::int4 from funds_payment where state = 'expected') as expectations,
       (select round(sum(gross) * 100)::text from funds_payment) as expected`,
  )
  return rows[0] as Counts
}

function as(id: string): ServiceContext {
  const { db, pool } = machine.base
  const actor = { kind: 'user', id, sessionId: 's', reach: wholeChain, factors: ['password', 'totp'] } as const
  return { db, pool, now: () => new Date(), newId, actor }
}

it('a hub that was destroyed comes back from an hour ago, and the stores bring that hour', async () => {
  await anHour()
  expect(await counterfoil(backup, 'init', backups)).toMatchObject({ code: 0 })
  expect(await counterfoil(backup, 'now', backups)).toMatchObject({ code: 0, out: expect.stringContaining('auth-secret') })
  const { out } = await counterfoil(doctor, '--json')
  expect(JSON.parse(out).findings).toContainEqual(expect.objectContaining({ about: 'backup', verdict: 'good' }))
  const atBackup = await counts(machine.base)
  expect(atBackup).toMatchObject({ payments: STORES * SALES_AN_HOUR, expectations: STORES * SALES_AN_HOUR })

  await anHour()
  const before = await counts(machine.base)
  expect(before.payments).toBe(2 * STORES * SALES_AN_HOUR)
  expect(before.expected).toBe(before.approved)
  await machine.stop()
  rmSync(dataDir, { recursive: true })

  expect(await counterfoil(backup, 'verify', backups, '--open')).toMatchObject({ code: 0 })
  const restored = await counterfoil(restore, backups)
  expect(restored, restored.err).toMatchObject({ code: 0, out: expect.stringContaining('SOUND') })
  machine = await startMachine(dataDir)
  expect(await counts(machine.base)).toEqual(atBackup)

  await on()
  await until(async () => (await counts(machine.base)).events === before.events, 60_000)
  await until(() => pcs.every((pc) => pc.delivered()), 60_000)
  await settle()
  expect(await counts(machine.base)).toEqual(before)
  const identities = await machine.base.pool.query('select name, holds, count(*)::int4 as n from funds_identity group by 1, 2')
  expect(identities.rows).toEqual([{ name: 'sales_day', holds: true, n: STORES }])

  // The agents have seen more of the record than came back: nothing is signed until two people say why.
  await until(async () => (await findOpenLoss(machine.base)) !== null, 60_000)
  const lossId = (await findOpenLoss(machine.base))?.id ?? ''
  await declareLoss(as('ada'), { lossId, why: 'The disk failed; the backup of an hour ago was put back.' })
  await confirmLoss(as('bo'), { lossId })
  await until(() => pcs.every((pc) => pc.seen().state === 'restored'), 90_000)

  const status = await counterfoil(restore, '--status', '--json')
  const { stores } = JSON.parse(status.out) as { stores: unknown }
  const codes = pcs.map(({ storeCode }) => storeCode).toSorted()
  expect(stores).toEqual(codes.map((code) => expect.objectContaining({ code, payments: SALES_AN_HOUR, silentAgents: 0 })))
  await off()
  const verified = await counterfoil(createVerify(rebuildRecord), '--rebuild')
  expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('SOUND') })
})
