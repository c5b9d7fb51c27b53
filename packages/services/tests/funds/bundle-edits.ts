import { canonicalJson } from '@counterfoil/audit'
import {
  type BundleManifest,
  formatManifest,
  LOG_ENTRY,
  LOG_KEY,
  LOG_PROOF,
  leavesOf,
  MANIFEST,
  parseManifest,
} from '../../src/funds/bundle/format.ts'
import { hashRecord, RecordTree } from '../../src/funds/bundle/record-tree.ts'

type Files = Map<string, Buffer>
export interface Edit {
  readonly what: string
  /** What one of the findings must say. */
  readonly names: RegExp
  readonly edit: (files: Files) => void
}

const literally = (text: string) => new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
export const linesIn = (files: ReadonlyMap<string, Buffer>, name: string) =>
  (files.get(name) ?? '').toString().split('\n').slice(0, -1)
export const write = (files: Files, name: string, lines: readonly string[]) =>
  files.set(name, Buffer.from(lines.map((line) => `${line}\n`).join('')))

function flip(bytes: Buffer | undefined, at: number): Buffer {
  const changed = Buffer.from(bytes ?? [])
  changed[at] = (changed[at] ?? 0) ^ 0x01
  return changed
}

/** Somebody who changes what is in the ZIP: bytes, records, files. */
export function tamperings(files: ReadonlyMap<string, Buffer>): Edit[] {
  const sections = [...files.keys()].filter((name) => name.endsWith('.jsonl'))
  const raw = [...files.keys()].filter((name) => name.startsWith('files/'))
  const leaves = [...files.keys()].filter((name) => name.startsWith('leaves/') && (files.get(name)?.length ?? 0) > 0)
  const full = sections.filter((name) => linesIn(files, name).length > 0)
  return [
    ...full.flatMap((name): Edit[] => [
      {
        what: `a digit or letter of ${name} is another`,
        names: new RegExp(`^${literally(name).source}, record ${linesIn(files, name).length}\\b`),
        edit: (changed) => {
          const lines = linesIn(changed, name)
          write(changed, name, [...lines.slice(0, -1), changeValue(lines.at(-1) ?? '')])
        },
      },
      {
        what: `the last record of ${name} is taken out`,
        names: new RegExp(`^${literally(name).source} has ${linesIn(files, name).length - 1} of its`),
        edit: (changed) => write(changed, name, linesIn(changed, name).slice(0, -1)),
      },
      {
        what: `a record of ${name} is there twice`,
        names: new RegExp(`^${literally(name).source} has more than`),
        edit: (changed) => write(changed, name, [...linesIn(changed, name), linesIn(changed, name)[0] ?? '']),
      },
    ]),
    ...sections.flatMap((name): Edit[] => [
      { what: `${name} is taken out`, names: literally(`${name} is missing`), edit: (changed) => changed.delete(name) },
      {
        what: `${name} is not in the manifest`,
        names: literally(`does not list ${name}`),
        edit: (changed) =>
          editManifest(changed, (told) => ({ ...told, sections: told.sections.filter((one) => one.name !== name) })),
      },
    ]),
    ...leaves.map(
      (name): Edit => ({
        what: `a hash in ${name} is another`,
        names: new RegExp(`^${literally(name.slice('leaves/'.length, -'.bin'.length)).source}, record 1`),
        edit: (changed) => changed.set(name, flip(changed.get(name), 3)),
      }),
    ),
    ...raw.flatMap((name): Edit[] => {
      const place = new RegExp(`^File ${name.slice('files/'.length)} `)
      const size = files.get(name)?.length ?? 0
      return [
        ...[0, Math.floor(size / 2), size - 2].map((at) => ({
          what: `byte ${at} of ${name} is another`,
          names: place,
          edit: (changed: Files) => changed.set(name, flip(changed.get(name), at)),
        })),
        {
          what: `${name} is cut`,
          names: place,
          edit: (changed) => changed.set(name, (changed.get(name) ?? Buffer.of()).subarray(0, -9)),
        },
        { what: `${name} is taken out`, names: place, edit: (changed) => changed.delete(name) },
      ]
    }),
    ...[LOG_ENTRY, LOG_PROOF, LOG_KEY].map((name) => ({
      what: `${name} is taken out`,
      names: literally(`${name} is missing`),
      edit: (changed: Files) => changed.delete(name),
    })),
    {
      what: 'the entry says another root',
      names: /log\/entry\.json is not entry/,
      edit: (changed) => changed.set(LOG_ENTRY, flip(changed.get(LOG_ENTRY), 20)),
    },
    {
      what: 'the proof is another',
      names: /proof|entry|checkpoint/i,
      edit: (changed) => changed.set(LOG_PROOF, flip(changed.get(LOG_PROOF), 60)),
    },
    {
      what: 'the manifest says another root',
      names: /root of the bundle/,
      edit: (changed) => editManifest(changed, (told) => ({ ...told, root: '0'.repeat(64) })),
    },
    {
      what: 'the manifest says there is no proof',
      names: /no proof from the log/,
      edit: (changed) => editManifest(changed, (told) => ({ ...told, log: false })),
    },
    { what: 'a file is put in', names: /files\/99 was put in/, edit: (changed) => changed.set('files/99', Buffer.from('x')) },
  ]
}

/** A bundle in which each record of a section is what `edit` makes of it, with hashes, root and manifest made anew and the log left out. */
export function changeRecord(
  files: ReadonlyMap<string, Buffer>,
  section: string,
  edit: (record: Record<string, unknown>) => Record<string, unknown>,
): Files {
  const changed = new Map(files)
  write(
    changed,
    section,
    linesIn(changed, section).map((line) => canonicalJson(edit(JSON.parse(line) as Record<string, unknown>))),
  )
  forge(changed)
  return changed
}

function changeValue(line: string): string {
  const at = line.search(/:"?[\w]/) + 1
  const place = line[at] === '"' ? at + 1 : at
  return line.slice(0, place) + (line[place] === '1' ? '2' : '1') + line.slice(place + 1)
}

function editManifest(files: Files, edit: (told: BundleManifest) => BundleManifest): void {
  const told = parseManifest((files.get(MANIFEST) ?? '').toString())
  if (told === undefined) throw new Error('no manifest')
  files.set(MANIFEST, Buffer.from(formatManifest(edit(told))))
}

export function forge(files: Files): void {
  const tree = new RecordTree()
  const told = parseManifest((files.get(MANIFEST) ?? '').toString())
  for (const { name } of told?.sections ?? []) {
    const leaves = linesIn(files, name).map((line) => hashRecord(name, line))
    files.set(leavesOf(name), Buffer.concat(leaves))
    tree.add(name, leaves)
  }
  files.set(MANIFEST, Buffer.from(formatManifest({ root: tree.root(), sections: tree.sections, log: false })))
  for (const name of [LOG_ENTRY, LOG_PROOF, LOG_KEY]) files.delete(name)
}
