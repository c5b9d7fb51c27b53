import fs from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'

/**
 * Counts every change this process makes to the file system, and kills it at one of them: before it (`KILL_AT=7`), or in the middle
 * of it (`KILL_AT=7 KILL_HALF=1`): half of the bytes written, half of a folder removed. Says what it counted on standard error.
 */
const at = Number(process.env.KILL_AT ?? 0)
const inTheMiddle = process.env.KILL_HALF === '1'
const plain = { ...fs }
const promises = createRequire(import.meta.url)('node:fs/promises')
let count = 0

function die() {
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}

/** `half` does part of the change. */
function step(name, half) {
  count += 1
  plain.writeSync(2, `step ${count} ${name}\n`)
  if (count !== at) return
  if (inTheMiddle) half?.()
  die()
}

const halfOf = (bytes) => Buffer.from(bytes).subarray(0, Math.floor(Buffer.byteLength(bytes) / 2))
const writes = (flags) => typeof flags === 'string' && /[wax+]/.test(flags)
const halfRemoved = (path) => {
  if (!plain.statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  const names = plain.readdirSync(path)
  for (const name of names.slice(0, Math.ceil(names.length / 2))) plain.unlinkSync(`${path}/${name}`)
}
const kinds = {
  writeFile: (path, bytes) => step(`writeFile ${path}`, () => plain.writeFileSync(path, halfOf(bytes))),
  mkdir: (path) => step(`mkdir ${path}`),
  mkdtemp: (path) => step(`mkdtemp ${path}`),
  rename: (from, to) => step(`rename ${from} ${to}`),
  rm: (path) => step(`rm ${path}`, () => halfRemoved(path)),
  open: (path, flags) => writes(flags) && step(`open ${path}`),
}
for (const [name, note] of Object.entries(kinds)) {
  for (const [owner, method] of [
    [fs, `${name}Sync`],
    [promises, name],
  ]) {
    const original = owner[method]
    owner[method] = (...given) => {
      note(...given)
      return original.apply(owner, given)
    }
  }
}
const handle = await promises.open(process.execPath, 'r')
const FileHandle = Object.getPrototypeOf(handle)
await handle.close()
for (const [name, half] of [
  ['writeFile', (file, bytes) => plain.writeSync(file.fd, halfOf(bytes))],
  ['sync', undefined],
]) {
  const original = FileHandle[name]
  FileHandle[name] = function (...given) {
    step(`file.${name}`, half && (() => half(this, given[0])))
    return original.apply(this, given)
  }
}
syncBuiltinESMExports()
