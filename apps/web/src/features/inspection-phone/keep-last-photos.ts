import type { ChecklistDevice, PhotoName } from '@counterfoil/services/inspections'
import type { InspectionServer } from './ask-server.ts'
import type { PhoneStore } from './phone-store.ts'

/** So many of a terminal are kept: the card slot and the keypad. */
export const LAST_PHOTOS = 2

/** What a terminal looked like the last time. A checklist that a release before this one kept says nothing of it. */
export const lastPhotosOf = ({ lastPhotos }: { readonly lastPhotos?: readonly PhotoName[] }): readonly PhotoName[] =>
  (lastPhotos ?? []).slice(0, LAST_PHOTOS)

interface Keeping {
  readonly server: Pick<InspectionServer, 'takePhoto'>
  readonly store: Pick<PhoneStore, 'listChecklists' | 'listPhotoIds' | 'keepPhoto' | 'removePhoto'>
  /** Those whose photos are wanted: that they were taken is recorded each time, so none that nobody is to look at. */
  readonly devices: readonly Pick<ChecklistDevice, 'deviceId' | 'lastPhotos'>[]
}

/**
 * Brings the photos of the last time to the phone while there is a network, and takes away those no checklist on it names any more.
 * Gives whether any came. One the server refuses is left out; without a network it ends.
 */
export async function keepLastPhotos({ server, store, devices }: Keeping): Promise<boolean> {
  const here = new Set(await store.listPhotoIds())
  const named = new Set(
    (await store.listChecklists()).flatMap(({ checklist }) => checklist.devices.flatMap(lastPhotosOf).map(({ id }) => id)),
  )
  for (const id of here) if (!named.has(id)) await store.removePhoto(id)
  let came = false
  for (const { id } of devices.flatMap(lastPhotosOf)) {
    if (here.has(id)) continue
    const answer = await server.takePhoto(id)
    if (answer.kind === 'away' || answer.kind === 'signed_out') return came
    if (answer.kind === 'refused') continue
    await store.keepPhoto({ id, bytes: answer.value })
    here.add(id)
    came = true
  }
  return came
}
