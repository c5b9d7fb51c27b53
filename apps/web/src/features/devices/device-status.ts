import type { ListedDevice } from '@counterfoil/services/devices'
import type { StatusOf } from '../../components/status/status-table.ts'

const conditions = ['ready', 'busy', 'unreachable', 'needs_action', 'maintenance'] as const

/** The one word of a device in a list: a serial that differs goes before all, then its life, then how it answers. */
export function deviceStatus(
  device: Pick<ListedDevice, 'serialDiffers' | 'state' | 'kind' | 'condition'>,
): Extract<StatusOf, { readonly axis: 'device' | 'terminal' | 'agent' }> {
  if (device.serialDiffers) return { axis: 'terminal', state: 'serial_differs' }
  if (device.state !== 'active') return { axis: 'device', state: device.state }
  if (device.kind === 'agent_pc') {
    return {
      axis: 'agent',
      state: device.condition === 'connected' ? 'online' : device.condition === 'away' ? 'offline' : 'unseen',
    }
  }
  return { axis: 'terminal', state: conditions.find((one) => one === device.condition) ?? 'unseen' }
}
