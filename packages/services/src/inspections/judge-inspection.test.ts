import { describe, expect, it } from 'vitest'
import { judgeInspection, type Known, type Seen } from './judge-inspection.ts'

const known: Known = { listedSerial: '68 201 449', toldSerial: '68201449', seals: ['B 004 417'] }
const seen: Seen = {
  answers: { serial: 'right', seal: 'right', slot: 'right' },
  labelSerial: '68201449',
  seal: { found: 'whole', number: 'b004417' },
  suspicious: false,
}

describe('an inspection', () => {
  it('raises nothing when all is as the list says, however numbers are written', () => {
    expect(judgeInspection(seen, known)).toEqual({ findings: [], sealFound: 'whole' })
  })

  it.each<[string, Partial<Seen>, Partial<Known>, readonly string[]]>([
    ['another label', { labelSerial: '68201440' }, {}, ['serial_other', 'serial_told_other']],
    ['a terminal that tells another number', {}, { toldSerial: '99999999' }, ['serial_told_other']],
    ['another seal', { seal: { found: 'whole', number: 'B 004 418' } }, {}, ['seal_other_number']],
    ['a broken seal with the right number', { seal: { found: 'broken', number: 'B 004 417' } }, {}, ['seal_broken']],
    ['no seal', { seal: { found: 'missing', number: null } }, {}, ['seal_missing']],
    ['something at the slot', { answers: { ...seen.answers, slot: 'off' } }, {}, ['slot_off']],
    ['a feeling', { suspicious: true }, {}, ['said']],
  ])('raises %s', (_, saw, knows, findings) => {
    expect(judgeInspection({ ...seen, ...saw }, { ...known, ...knows }).findings).toEqual(findings)
  })

  it('says nothing of a seal where the list knows of none', () => {
    expect(judgeInspection(seen, { ...known, seals: [] })).toEqual({ findings: [], sealFound: null })
  })

  it('says nothing of a serial nobody knows', () => {
    expect(judgeInspection(seen, { ...known, listedSerial: null, toldSerial: null }).findings).toEqual([])
  })
})
