import { beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from './ask-server.ts'
import { keepLastPhotos, lastPhotosOf } from './keep-last-photos.ts'
import type { KeptChecklist } from './phone-store.ts'

const photo = (id: string) => ({ id, name: `${id}.jpg` })
const terminal = (deviceId: number, ...ids: string[]) => ({ deviceId, lastPhotos: ids.map(photo) })

describe('the photos of the last time', () => {
  let kept: Map<string, Uint8Array<ArrayBuffer>>
  let taken: string[]
  let answers: Record<string, Answer<never>>
  let named: ReturnType<typeof terminal>[]
  beforeEach(() => {
    kept = new Map()
    taken = []
    answers = {}
    named = []
  })
  const keep = (...devices: ReturnType<typeof terminal>[]) =>
    keepLastPhotos({
      devices,
      server: {
        takePhoto: async (id) => {
          taken.push(id)
          return answers[id] ?? { kind: 'ok', value: new Uint8Array([1]) }
        },
      },
      store: {
        listChecklists: async () => [{ storeId: 1, readAtMs: 0, checklist: { devices: named } } as unknown as KeptChecklist],
        listPhotoIds: async () => [...kept.keys()],
        keepPhoto: async ({ id, bytes }) => void kept.set(id, bytes),
        removePhoto: async (id) => void kept.delete(id),
      },
    })

  it('come to the phone once, two of a terminal at most', async () => {
    named = [terminal(7, 'a', 'b', 'c'), terminal(8, 'd')]
    expect(await keep(...named)).toBe(true)
    expect([...kept.keys()]).toEqual(['a', 'b', 'd'])
    expect(await keep(...named)).toBe(false)
    expect(taken).toEqual(['a', 'b', 'd'])
  })

  it('are those of the newest time: what no checklist names any more leaves the phone', async () => {
    kept.set('old', new Uint8Array([1]))
    kept.set('of another terminal', new Uint8Array([1]))
    named = [terminal(7, 'new'), terminal(8, 'of another terminal')]
    await keep(terminal(7, 'new'))
    expect([...kept.keys()].sort()).toEqual(['new', 'of another terminal'])
  })

  it('wait for a network, and do without one the server refuses', async () => {
    named = [terminal(7, 'a', 'b'), terminal(8, 'c')]
    answers = { a: { kind: 'refused', reason: 'no_document' }, c: { kind: 'away' } }
    expect(await keep(...named)).toBe(true)
    expect([...kept.keys()]).toEqual(['b'])
  })

  it('are none where a release before kept the checklist', () => {
    expect(lastPhotosOf({})).toEqual([])
  })
})
