import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LogScene } from '../support/log-scene.ts'
import type { Scene } from '../support/play-scenes.ts'

const ACCOUNT = 'DE02120300000000202051'
const TARGET_DAYS = ['target2']
const CONTRACT = {
  id: 'berlin',
  version: 1,
  acquirer: 'adyen',
  merchantAccount: 'ChainDE',
  currency: 'EUR',
  validFrom: '2026-01-01',
  zone: 'Europe/Berlin',
  salesDay: { closesAt: '04:00', closes: 'next_day' },
  settlementLag: 2,
  settlementCalendars: TARGET_DAYS,
  payout: { every: 'weekdays', minimumMinor: 100, referencePattern: 'TX\\d+XT', namePatterns: ['ADYEN'] },
  bank: { account: ACCOUNT, calendars: TARGET_DAYS, sentAt: '14:00', cutOff: '16:00' },
  fees: [{ percent: '1.2' }],
}
const cli = { type: 'system', id: 'cli' } as const

function add({ counterfoil }: LogScene, what: string, document: object): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'counterfoil-funds-')), `${what}.json`)
  writeFileSync(file, JSON.stringify(document))
  return counterfoil(['funds', what, 'add', file])
}

/** What was agreed about money; the chain has its first store, and with it a legal entity, by then. */
export const fundsScenes: readonly Scene[] = [
  {
    action: 'bank_account.added',
    by: 'counterfoil funds account add',
    async act(bed) {
      const account = { number: ACCOUNT, currency: 'EUR', name: 'Takings', timeZone: 'Europe/Berlin', legalEntity: 'Chain' }
      await add(bed, 'account', account)
      return { actor: cli, target: { type: 'bank_account' } }
    },
  },
  {
    action: 'funds_calendar.added',
    by: 'the hub, when it begins',
    act: async () => ({ actor: { type: 'system', id: 'hub' }, target: { type: 'funds_calendar', id: 'target2 1' } }),
  },
  {
    action: 'funds_contract.added',
    by: 'counterfoil funds contract add',
    async act(bed) {
      await add(bed, 'contract', CONTRACT)
      return { actor: cli, target: { type: 'funds_contract', id: 'berlin 1' } }
    },
  },
  {
    action: 'funds_route.added',
    by: 'counterfoil funds route add',
    async act(bed) {
      const { acquirer, merchantAccount, currency, validFrom } = CONTRACT
      await add(bed, 'route', { acquirer, merchantAccount, currency, validFrom })
      return { actor: cli, target: { type: 'funds_route' } }
    },
  },
  {
    action: 'funds_source.added',
    by: 'counterfoil funds source add',
    async act(bed) {
      const due = { dueAfterDays: 1, dueBy: '11:00', timeZone: 'Europe/Berlin', activeFrom: '2026-01-01' }
      await add(bed, 'source', {
        kind: 'bank',
        account: ACCOUNT,
        name: 'Statement',
        format: 'camt',
        calendars: TARGET_DAYS,
        ...due,
      })
      return { actor: cli, target: { type: 'funds_source' } }
    },
  },
  {
    action: 'funds_route.ended',
    by: 'counterfoil funds route end',
    async act(bed) {
      const { acquirer, merchantAccount, validFrom } = CONTRACT
      await add(bed, 'route', { acquirer, merchantAccount, currency: 'USD', validFrom })
      const { rows } = await bed.database.pool.query<{ id: number }>(`select id from funds_route where currency = 'USD'`)
      const route = { id: rows[0]?.id ?? 0 }
      await bed.counterfoil(['funds', 'route', 'end', String(route.id), '--last-day', '2026-12-31'])
      return { actor: cli, target: { type: 'funds_route', id: String(route.id) } }
    },
  },
]
