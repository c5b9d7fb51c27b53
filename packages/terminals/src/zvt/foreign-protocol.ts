/** `complete`: this much is a whole message of that protocol, nothing more need be waited for. */
export interface Recognition {
  readonly why: string
  readonly complete: boolean
}

/** LRC of a bare ECR17 ACK and NAK in its four modes: 7F folded with other parts of the message. */
const ECR17_ACK_LRC: ReadonlySet<number> = new Set([0x78, 0x79, 0x7a, 0x7b])
const ECR17_NAK_LRC: ReadonlySet<number> = new Set([0x68, 0x69, 0x6a, 0x6b])

function startsWith(bytes: readonly number[], text: string): boolean {
  return bytes.length >= text.length && [...text].every((character, index) => bytes[index] === character.charCodeAt(0))
}

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte !== 0x7f) || byte === 0x0d || byte === 0x0a || byte === 0x09
}

/** What speaks on a port where ZVT was expected, as far as its first bytes tell. */
export function recogniseForeign(bytes: readonly number[]): Recognition {
  const [first, second, third] = bytes
  if (second === 0x03 && third !== undefined) {
    if (first === 0x15 && ECR17_NAK_LRC.has(third)) {
      return { why: 'an ECR17 NAK: the terminal speaks ECR17 (Nexi), not ZVT, on this port', complete: bytes.length === 3 }
    }
    if (first === 0x06 && ECR17_ACK_LRC.has(third)) {
      return { why: 'an ECR17 ACK: the terminal speaks ECR17 (Nexi), not ZVT, on this port', complete: bytes.length === 3 }
    }
  }
  if ((first === 0x15 || first === 0x16) && second === 0x03 && third !== undefined && third <= 0x04) {
    return { why: 'a TLS record: this port wants an encrypted connection, not ZVT', complete: false }
  }
  if (first === 0x10 && second === 0x02) {
    return {
      why: 'a serial ZVT frame (DLE STX) on a TCP connection: a serial-to-network converter; set the link to serial',
      complete: false,
    }
  }
  if (first === 0x02) {
    return { why: 'STX: a terminal of the STX..ETX family (ECR17, Transbank, Concert) on this port, not ZVT', complete: false }
  }
  if (first === 0x05) return { why: 'ENQ: a terminal of the Concert family on this port, not ZVT', complete: false }
  if (first === 0x15) return { why: 'a bare NAK: a serial or STX..ETX protocol on this port, not ZVT over TCP', complete: false }
  if (startsWith(bytes, 'HTTP/'))
    return { why: 'an HTTP answer: a web server listens on this port, not a ZVT terminal', complete: false }
  if (startsWith(bytes, 'SSH-'))
    return { why: 'an SSH greeting: a shell server listens on this port, not a ZVT terminal', complete: false }
  if (first === 0x3c) return { why: 'XML: an OPI or nexo terminal on this port, not ZVT', complete: false }
  if (first === 0x7b) return { why: 'JSON: a web or nexo terminal on this port, not ZVT', complete: false }
  if (bytes.length > 0 && bytes.every(isText)) {
    const lastLine = bytes[bytes.length - 1] === 0x0a
    return { why: 'text where an APDU was expected: a version banner or another protocol', complete: lastLine }
  }
  return { why: 'bytes that are no ZVT message', complete: false }
}
