import { ServiceError } from '../errors.ts'

/** Tells what the unique index on serials refuses, in words. */
export async function refuseDuplicates<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'constraint' in error && error.constraint === 'device_serial_key') {
      throw new ServiceError('conflict', 'The inventory has a device of this make with this serial number already.', {
        field: 'description.serial',
        reason: 'serial_known',
        cause: error,
      })
    }
    throw error
  }
}
