import { ServiceError } from '../../errors.ts'

/** A mapping as its JSON was sent. Throws `invalid` for what is none. */
export function readMappingText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ServiceError('invalid', 'The mapping is no JSON.', { reason: 'mapping_wrong' })
  }
}
