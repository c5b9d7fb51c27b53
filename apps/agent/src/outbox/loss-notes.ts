import type { DatabaseSync } from 'node:sqlite'
import { canonicalJson } from '@counterfoil/audit'
import { classOfEvent, EVENT_CLASSES, type EventClass } from '@counterfoil/protocol'
import type { AlertEntry, GivenUp, Losses, Recordable } from './outbox.ts'

const classOf = (value: unknown): EventClass => EVENT_CLASSES.find((known) => known === value) ?? 'audit'

/** What was not kept, what is held back and which alerts are raised; `note` runs inside the transaction that writes the event. */
export function createLossNotes(db: DatabaseSync) {
  const upsertGivenUp = db.prepare(
    `INSERT INTO given_up (class, why, count, first_seq, last_seq, from_ms, to_ms) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (class, why) DO UPDATE SET count = excluded.count, first_seq = excluded.first_seq,
         last_seq = excluded.last_seq, from_ms = excluded.from_ms, to_ms = excluded.to_ms`,
  )
  const deleteGivenUp = db.prepare('DELETE FROM given_up WHERE class = ? AND why = ?')
  const selectGivenUp = db.prepare('SELECT * FROM given_up ORDER BY class, why')
  const upsertHeld = db.prepare(
    'INSERT INTO held_status (terminal, kind, body) VALUES (?, ?, ?) ON CONFLICT (terminal, kind) DO UPDATE SET body = excluded.body',
  )
  const deleteHeld = db.prepare('DELETE FROM held_status WHERE terminal = ? AND kind = ?')
  const selectHeld = db.prepare('SELECT body FROM held_status ORDER BY terminal, kind')
  const upsertAlert = db.prepare(
    'INSERT INTO alert (code, since_ms, detail) VALUES (?, ?, ?) ON CONFLICT (code) DO UPDATE SET detail = excluded.detail',
  )
  const deleteAlert = db.prepare('DELETE FROM alert WHERE code = ?')
  const selectAlerts = db.prepare('SELECT * FROM alert ORDER BY code')

  return {
    note(event: Recordable & { readonly [field: string]: unknown }): void {
      if (event.kind === 'agent.gap') deleteGivenUp.run(String(event.class), String(event.why))
      if (event.kind === 'agent.alert') {
        if (event.state === 'raised') upsertAlert.run(String(event.code), event.at, String(event.detail))
        else deleteAlert.run(String(event.code))
      }
      if (event.terminal !== undefined && classOfEvent(event.kind) === 'status') deleteHeld.run(event.terminal, event.kind)
    },
    write({ givenUp, held }: Losses): void {
      for (const { class: lost, why, count, firstSeq, lastSeq, fromMs, toMs } of givenUp)
        upsertGivenUp.run(lost, why, count, firstSeq, lastSeq, fromMs, toMs)
      for (const event of held) upsertHeld.run(event.terminal ?? '', event.kind, canonicalJson(event))
    },
    read(): Losses {
      const givenUp = selectGivenUp.all().map((row): GivenUp => {
        const { count, first_seq, last_seq, from_ms, to_ms } = row
        const [firstSeq, lastSeq, fromMs, toMs] = [Number(first_seq), Number(last_seq), Number(from_ms), Number(to_ms)]
        const why = row.why === 'quota' ? 'quota' : 'disk'
        return { class: classOf(row.class), why, count: Number(count), firstSeq, lastSeq, fromMs, toMs }
      })
      return { givenUp, held: selectHeld.all().map(({ body }) => JSON.parse(String(body)) as Recordable) }
    },
    listAlerts: (): readonly AlertEntry[] =>
      selectAlerts.all().map((row) => ({ code: String(row.code), sinceMs: Number(row.since_ms), detail: String(row.detail) })),
  }
}
