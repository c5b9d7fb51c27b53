import { join } from 'node:path'
import { whenAbsent } from '../files/when-absent.ts'
import { readJson, writeWhole } from './repository.ts'

/**
 * Says up to when the log is in the backup. It lies beside the folders, because the hub, which is another account, may see names and
 * times there but not in them: it goes by the file's time.
 */
const FILE = 'counterfoil-log.json'

export interface LogSign {
  readonly line: string
  /** ISO: what had been committed by then is in the backup. */
  readonly at: string
}

export function noteReached(folder: string, sign: LogSign): Promise<void> {
  return writeWhole(join(folder, FILE), sign)
}

/** Undefined where none was written yet. */
export function readReached(folder: string): Promise<LogSign | undefined> {
  return readJson<LogSign>(join(folder, FILE)).catch(whenAbsent(undefined))
}
