import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type ChainOptions, generateChain, type MadeFile, type Plan } from '@counterfoil/settlement/generator'

export interface WrittenFile extends Omit<MadeFile, 'bytes'> {
  readonly path: string
  readonly sha256: string
  readonly size: number
}
export interface WrittenChain {
  readonly plan: Plan
  /** In the order of their arrival. */
  readonly files: readonly WrittenFile[]
  readonly payments: string
  readonly truth: string
  readonly paymentCount: number
}

/** Files of acquirers and banks as they would arrive; beside them what the tills recorded; and apart from both what is true. */
export function writeChain(folder: string, options: ChainOptions): WrittenChain {
  const files: WrittenFile[] = []
  for (const part of ['acquirer', 'bank', 'truth']) mkdirSync(join(folder, part), { recursive: true })
  const payments = openLines(join(folder, 'payments.jsonl'))
  const truth = openLines(join(folder, 'truth', 'truth.jsonl'))
  const plan = generateChain(options, {
    payment: payments.write,
    truth: truth.write,
    file: ({ bytes, ...file }) => {
      const path = join(folder, file.folder, file.name)
      writeFileSync(path, bytes)
      files.push({ ...file, path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
    },
  })
  const paymentCount = payments.end()
  truth.end()
  return { plan, files, payments: payments.path, truth: truth.path, paymentCount }
}

function openLines(path: string) {
  const file = openSync(path, 'w')
  let text = ''
  let count = 0
  const flush = (): void => {
    writeSync(file, text)
    text = ''
  }
  return {
    path,
    write(value: object): void {
      count += 1
      text += `${JSON.stringify(value)}\n`
      if (text.length > 1_000_000) flush()
    },
    end(): number {
      flush()
      closeSync(file)
      return count
    },
  }
}
