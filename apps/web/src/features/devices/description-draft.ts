import type { DeviceDescription } from '@counterfoil/services/devices'

/** A description as it is typed: what is not known is an empty text. */
export type DescriptionDraft = Readonly<Record<Exclude<keyof DeviceDescription, 'p2pe'>, string>> &
  Pick<DeviceDescription, 'p2pe'>

export function draftOf(known: Partial<DeviceDescription> = {}): DescriptionDraft {
  return {
    make: known.make ?? '',
    model: known.model ?? '',
    serial: known.serial ?? '',
    firmware: known.firmware ?? '',
    approvalNumber: known.approvalNumber ?? '',
    approvalExpiresOn: known.approvalExpiresOn ?? '',
    p2pe: known.p2pe ?? 'not_told',
    p2peSolution: known.p2peSolution ?? '',
    notes: known.notes ?? '',
  }
}

/** As the procedures take it. A solution belongs to a device that has one. */
export function descriptionOf(draft: DescriptionDraft): DeviceDescription {
  const text = (typed: string) => typed.trim() || null
  return {
    make: text(draft.make),
    model: text(draft.model),
    serial: text(draft.serial),
    firmware: text(draft.firmware),
    approvalNumber: text(draft.approvalNumber),
    approvalExpiresOn: text(draft.approvalExpiresOn),
    p2pe: draft.p2pe,
    p2peSolution: draft.p2pe === 'yes' ? text(draft.p2peSolution) : null,
    notes: text(draft.notes),
  }
}
