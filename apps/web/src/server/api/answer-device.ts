import { changeDevice, GetDeviceInput, getDevice } from '@counterfoil/services/devices'
import type { Runtime } from '../context.ts'
import { refuse } from '../refuse.ts'
import { admitProgram, answering, readBody, tell } from './admit-program.ts'
import { ApiDeviceDetail, ChangeBody } from './device-schemas.ts'

const path = '/api/v1/devices/[id]'

/** One device, and describing it anew. */
export function answerDevice(request: Request, runtime: Runtime): Promise<Response> {
  return answering(runtime, async () => {
    const isChange = request.method === 'PUT'
    const asked = await admitProgram(
      request,
      runtime,
      isChange
        ? { path, permission: 'devices.deliver', audit: 'device.changed' }
        : { path, permission: 'devices.read', audit: 'unlogged' },
    )
    if (asked instanceof Response) return asked
    const named = GetDeviceInput.safeParse({ id: Number(new URL(request.url).pathname.split('/').at(-1)) })
    if (!named.success) return refuse(404, 'NO_DEVICE', 'There is no such device.')
    if (isChange) {
      const read = await readBody(request, ChangeBody, asked, 'devices.describe')
      if (read instanceof Response) return read
      await changeDevice(asked.services, { ...named.data, ...read.body })
    }
    return tell(ApiDeviceDetail.parse(await getDevice(asked.services, named.data)))
  })
}
