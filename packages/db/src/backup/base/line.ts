import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { whenAbsent } from '../files/when-absent.ts'
import { readJson, writeWhole } from '../repository/repository.ts'

/**
 * The history of one data folder in one folder of backups. It is written in the data folder and is in no backup: a restored hub begins
 * another, so that its log never takes the place of what the hub before it wrote.
 */
const fileIn = (dataDir: string) => join(dataDir, 'backup-line.json')

export async function readLine(dataDir: string, folder: string): Promise<string | undefined> {
  const lines = await readJson<Record<string, string>>(fileIn(dataDir)).catch(() => undefined)
  return lines?.[folder]
}

/** Into which other folder the data folder is backed up; undefined when into none, or into this one. It is one folder at a time. */
export async function readOtherFolder(dataDir: string, folder: string): Promise<string | undefined> {
  const lines = await readJson<Record<string, string>>(fileIn(dataDir)).catch(whenAbsent<Record<string, string>>({}))
  return folder in lines ? undefined : Object.keys(lines)[0]
}

export async function beginLine(dataDir: string, folder: string): Promise<string> {
  const line = randomBytes(8).toString('hex')
  await writeWhole(fileIn(dataDir), { [folder]: line })
  return line
}
