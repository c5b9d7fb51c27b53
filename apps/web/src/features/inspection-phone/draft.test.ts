import type { ChecklistDevice } from '@counterfoil/services/inspections'
import { expect, it } from 'vitest'
import { beginDraft, nextItem, photoItem, stepsLeft } from './draft.ts'

const device: ChecklistDevice = {
  ...{ deviceId: 7, make: null, model: null, state: 'active', lane: '3', placedSinceMs: 0, listedSerial: null, toldSerial: null },
  ...{
    seals: [],
    class: 'attended',
    classVersion: 2,
    days: 30,
    items: ['serial', 'slot', 'looks'],
    due: null,
    lastMs: null,
    lastPhotos: [],
  },
}
const draft = beginDraft({ id: 'x', personId: 'p', storeId: 1, device })

it('an inspection wants every answer and a photo before it is signed', () => {
  expect([stepsLeft(draft), nextItem(draft)]).toEqual([4, 'serial'])
  const answered = { ...draft, answers: { serial: 'right', slot: 'off' } as const }
  expect([stepsLeft(answered), nextItem(answered)]).toEqual([2, 'looks'])
  const photo = { name: 'a.jpg', bytes: new Uint8Array(1), documentId: null }
  const whole = { ...answered, answers: { ...answered.answers, looks: 'right' } as const, photos: [photo] }
  expect([stepsLeft(whole), nextItem(whole)]).toEqual([0, null])
})

it('its photos are taken at the card slot, or where it ends', () => {
  expect(photoItem(draft)).toBe('slot')
  expect(photoItem({ items: ['serial', 'looks'] })).toBe('looks')
})
