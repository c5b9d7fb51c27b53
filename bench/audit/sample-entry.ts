import { encodeAuditEntry } from '@counterfoil/audit'

const actions = ['sign_in.succeeded', 'person.access_changed', 'token.created', 'card.first_six_read'] as const

/** The nth entry of a chain's ordinary day, about 400 bytes. */
export function sampleEntry(nth: number): Buffer {
  return encodeAuditEntry({
    id: `0198c0de-0000-7000-8000-${nth.toString(16).padStart(12, '0')}`,
    timeMs: 1_795_824_000_000 + nth,
    actor: { type: 'user', id: `person-${nth % 97}`, session: `session-${nth % 1_013}`, factors: ['password', 'totp'] },
    action: actions[nth % actions.length] ?? actions[0],
    pci: ['10.2.1.5'],
    target: { type: 'person', id: `person-${nth % 89}` },
    outcome: 'done',
    before: { role: 'operations', reach: { kind: 'country', country: 'DE' } },
    after: { role: 'finance', reach: { kind: 'chain' } },
    personal: [],
  })
}
