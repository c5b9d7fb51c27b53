import type { RecordInspectionInput } from '@counterfoil/services/inspections'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Answer, judgeStatus } from './ask-server.ts'
import type { Draft } from './draft.ts'
import { sendDrafts } from './send-drafts.ts'

const base: Draft = {
  ...{ id: 'a', personId: 'mine', storeId: 1, deviceId: 7, class: 'attended', classVersion: 0, items: ['looks'] },
  ...{ answers: { looks: 'right' }, labelSerial: ' 68 ', sealFound: 'whole', sealNumber: '', suspicious: false, note: ' ' },
  ...{ photos: [{ name: 'p.jpg', bytes: new Uint8Array(3), documentId: null }], doneAtMs: 10, refused: null },
}

describe('what is kept on the phone', () => {
  let kept: Map<string, Draft>
  let calls: string[]
  let recorded: RecordInspectionInput[]
  let answers: Partial<Record<string, Answer<never>>>
  beforeEach(() => {
    kept = new Map()
    calls = []
    recorded = []
    answers = {}
  })
  const send = () =>
    sendDrafts({
      personId: 'mine',
      nowMs: () => 99,
      store: {
        listDrafts: async () => [...kept.values()],
        keepDraft: async (draft) => void kept.set(draft.id, draft),
        removeDraft: async (id) => void kept.delete(id),
      },
      server: {
        sendPhoto: async (deviceId, { name }) => {
          calls.push(`photo ${deviceId} ${name}`)
          return answers.photo ?? { kind: 'ok', value: `document of ${name}` }
        },
        record: async (input) => {
          calls.push(`record ${input.id}`)
          recorded.push(input)
          const value = { id: input.id, recordedAtMs: 100, result: 'ok', findings: [], again: false } as const
          return answers.record ?? { kind: 'ok', value }
        },
      },
    })

  it('is sent with its photos, with both times of the phone, and leaves it', async () => {
    kept.set('a', base)
    expect(await send()).toMatchObject({ stopped: null, sent: [{ recorded: { recordedAtMs: 100 } }] })
    expect(recorded).toMatchObject([
      { by: 'mine', labelSerial: '68', seal: { found: 'whole', number: null }, note: null, photos: ['document of p.jpg'] },
    ])
    expect(recorded).toMatchObject([{ doneAtMs: 10, sentAtMs: 99 }])
    expect(kept.size).toBe(0)
  })

  it('goes out once where only the answer was lost: its photo is not sent again, and its id stays', async () => {
    kept.set('a', base)
    answers.record = { kind: 'away' }
    expect(await send()).toEqual({ sent: [], stopped: 'away' })
    answers = {}
    await send()
    expect(calls).toEqual(['photo 7 p.jpg', 'record a', 'record a'])
    expect(kept.size).toBe(0)
  })

  it('whose photo was sent long ago, and is gone there, sends it again, once', async () => {
    kept.set('a', { ...base, photos: base.photos.map((photo) => ({ ...photo, documentId: 'gone' })) })
    answers.record = { kind: 'refused', reason: 'no_photo' }
    expect(await send()).toEqual({ sent: [], stopped: null })
    expect(calls).toEqual(['record a', 'photo 7 p.jpg', 'record a'])
    expect(recorded.map(({ photos }) => photos)).toEqual([['gone'], ['document of p.jpg']])
    expect(kept.get('a')).toMatchObject({ refused: 'no_photo' })
  })

  it('stays while nobody is signed in', async () => {
    kept.set('a', base)
    answers.photo = { kind: 'signed_out' }
    expect(await send()).toEqual({ sent: [], stopped: 'signed_out' })
    expect(kept.get('a')).toEqual(base)
  })

  it('of somebody else, or not signed yet, is not sent', async () => {
    kept.set('a', { ...base, personId: 'other' })
    kept.set('b', { ...base, id: 'b', doneAtMs: null })
    expect(await send()).toEqual({ sent: [], stopped: null })
    expect(calls).toEqual([])
    expect(kept.size).toBe(2)
  })

  it('stays with the word it was refused for, and holds up nothing else', async () => {
    kept.set('a', base)
    answers.record = { kind: 'refused', reason: 'no_place' }
    await send()
    expect(kept.get('a')).toMatchObject({ refused: 'no_place' })
    answers = {}
    kept.set('b', { ...base, id: 'b', doneAtMs: 20 })
    expect((await send()).sent.map(({ draft }) => draft.id)).toEqual(['b'])
    expect(calls.filter((call) => call === 'record a')).toHaveLength(1)
  })
})

describe('an answer', () => {
  it.each([
    [undefined, 'away'],
    [500, 'away'],
    [503, 'away'],
    [429, 'away'],
    [401, 'signed_out'],
    [403, 'refused'],
    [409, 'refused'],
  ])('with status %s is %s', (status, kind) => expect(judgeStatus(status, 'word').kind).toBe(kind))
})
