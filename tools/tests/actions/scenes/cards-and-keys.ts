import { saleEvents } from '@counterfoil/services/testing'
import { newId, until } from '../../../../apps/web/tests/hub-bed.ts'
import type { AgentsBed } from '../support/agents-bed.ts'
import type { LogScene } from '../support/log-scene.ts'
import type { Scene } from '../support/play-scenes.ts'
import type { Somebody } from '../support/somebody.ts'

const hub = { type: 'system', id: 'hub' } as const
const user = ({ id }: Somebody) => ({ type: 'user', id })
/** Of the test card of a scheme, in a text where none may be. */
const BASKET = 'called back 4761 7390 0101 0010'

async function alarmIn({ admin }: LogScene): Promise<string> {
  const { alarms } = await admin.ask<{ alarms: { id: string }[] }>('cardAlarms.list', {})
  return alarms[0]?.id ?? ''
}

export const cardAndKeyScenes: readonly Scene<AgentsBed>[] = [
  {
    action: 'card.first_six_read',
    by: 'the page of a payment',
    async act(bed) {
      const id = newId()
      await bed.deliver(...saleEvents({ id }))
      await bed.admin.ask('payments.revealFirstSix', { id })
      return { actor: user(bed.admin), target: { type: 'payment', id } }
    },
  },
  {
    action: 'card_alarm.raised',
    by: 'a card number typed at a till',
    async act(bed) {
      await bed.deliver(...saleEvents({ id: newId(), basket: BASKET }))
      return { actor: { type: 'agent', id: String(bed.pc.agent.id) }, target: { type: 'card_alarm', id: await alarmIn(bed) } }
    },
  },
  {
    action: 'card_alarm.opening_asked',
    by: 'the page of card alarms',
    async act(bed) {
      const alarmId = await alarmIn(bed)
      await bed.admin.ask('cardAlarms.askOpening', { alarmId, why: 'whose card is it' })
      return { actor: user(bed.admin), target: { type: 'card_alarm', id: alarmId } }
    },
  },
  {
    action: 'card_alarm.opening_approved',
    by: 'somebody else, on the page of card alarms',
    async act(bed) {
      const alarmId = await alarmIn(bed)
      const { rows } = await bed.database.pool.query('select id from card_alarm_opening where alarm_id = $1', [alarmId])
      await bed.second.ask('cardAlarms.approveOpening', { openingId: rows[0]?.id })
      return { actor: user(bed.second), target: { type: 'card_alarm', id: alarmId } }
    },
  },
  {
    action: 'card_alarm.opened',
    by: 'counterfoil card-alarm open',
    async act(bed) {
      const id = await alarmIn(bed)
      await bed.counterfoil(['card-alarm', 'open', id])
      return { actor: { type: 'system', id: 'cli' }, target: { type: 'card_alarm', id } }
    },
  },
  {
    action: 'card_alarm.closed',
    by: 'the page of card alarms',
    async act(bed) {
      const alarmId = await alarmIn(bed)
      const times = { startedAtMs: Date.now() - 60_000, endedAtMs: Date.now() - 1_000 }
      await bed.admin.ask('cardAlarms.close', { alarmId, ...times, cause: 'typed by hand', fix: 'told the till' })
      return { actor: user(bed.admin), target: { type: 'card_alarm', id: alarmId } }
    },
  },
  {
    action: 'keys.exported',
    by: 'the page of keys',
    async act({ admin }) {
      await admin.ask('keys.export')
      return { actor: user(admin), target: { type: 'key_inventory', id: 'all' } }
    },
  },
  {
    action: 'keys.reviewed',
    by: 'the page of keys',
    async act({ auditor }) {
      await auditor.ask('keys.signReview', { note: 'all of them are known' })
      return { actor: user(auditor), target: { type: 'review' } }
    },
  },
  {
    action: 'key.registered',
    by: 'a hub that starts with a new secret',
    async act(bed) {
      await bed.stopHub()
      await bed.startHub({ secrets: [new Uint8Array(32).fill(7), new Uint8Array(32)] })
      return { actor: hub, target: { type: 'server_key' } }
    },
  },
  {
    action: 'key.resealed',
    by: 'that hub, of what the former secret had sealed',
    async act({ database }) {
      const count = `select count(*)::int4 as n from audit_entry where action = 'key.resealed'`
      await until(async () => (await database.pool.query(count)).rows[0].n > 0)
      return { actor: hub, target: { type: 'server_key' } }
    },
  },
]
