import { createCipheriv, createDecipheriv, randomBytes, randomInt, scryptSync } from 'node:crypto'

/** The first line says what the file is; 1 held one agent's events, 2 those of its earlier enrolments too. */
const MAGIC = Buffer.from('counterfoil-unsent-2\n')
const FIRST_MAGIC = Buffer.from('counterfoil-unsent-1\n')
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }
/** No 0, 1, I, L and O, as in join codes: people read these out. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** Twenty characters in groups of five: 98 bits, nothing that could be guessed. */
export function makeSealCode(): string {
  return Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('')).join('-')
}

/** AES-256-GCM under a key made of the code. */
export function seal(plain: Buffer, code: string, layout: 1 | 2): Buffer {
  const magic = layout === 1 ? FIRST_MAGIC : MAGIC
  const salt = randomBytes(16)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(code, salt), nonce)
  cipher.setAAD(magic)
  const sealed = [cipher.update(plain), cipher.final()]
  return Buffer.concat([magic, salt, nonce, cipher.getAuthTag(), ...sealed])
}

/** Throws with what is wrong where the file is none of these, the code is another, or a byte was changed. */
export function unseal(file: Buffer, code: string): { layout: 1 | 2; plain: Buffer } {
  const at = MAGIC.length
  const magic = file.subarray(0, at)
  const layout = magic.equals(FIRST_MAGIC) ? 1 : 2
  if (file.length < at + 44 || (layout === 2 && !magic.equals(MAGIC)))
    throw new Error('This is no export of an agent’s unsent events.')
  const decipher = createDecipheriv('aes-256-gcm', keyOf(code, file.subarray(at, at + 16)), file.subarray(at + 16, at + 28))
  decipher.setAAD(magic)
  decipher.setAuthTag(file.subarray(at + 28, at + 44))
  try {
    return { layout, plain: Buffer.concat([decipher.update(file.subarray(at + 44)), decipher.final()]) }
  } catch {
    throw new Error('The code does not open this export, or the file was changed on its way.')
  }
}

function keyOf(code: string, salt: Buffer): Buffer {
  return scryptSync(code.toUpperCase().replaceAll(/[\s-]/g, ''), salt, 32, COST)
}
