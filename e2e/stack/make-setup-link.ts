import { createSetupLink } from '@counterfoil/services/users'
import { openStackDatabase } from './open-database.ts'
import type { StackPlaces } from './places.ts'

/** One more one-time link, as whoever runs the server makes it. */
export async function makeSetupLink({ dataFolder, origin }: StackPlaces): Promise<string> {
  const stack = openStackDatabase(dataFolder)
  try {
    const { token } = await createSetupLink(stack.services, { force: true })
    return `${origin}/setup/${token}`
  } finally {
    await stack.close()
  }
}
