/** A small seeded generator (xorshift128), so that the same chain trades the same history on every machine. */
export function createRandom(seed: string): () => number {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6c62272e]
  for (const letter of seed) {
    a = Math.imul(a ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0
    ;[a, b, c, d] = [b, c, d, a]
  }
  const next = () => {
    const t = (a ^ (a << 11)) >>> 0
    ;[a, b, c] = [b, c, d]
    d = (d ^ (d >>> 19) ^ t ^ (t >>> 8)) >>> 0
    return d / 2 ** 32
  }
  for (let warm = 0; warm < 20; warm++) next()
  return next
}

/** Log-normal around `median`: many small baskets, a few large ones. */
export function logNormal(random: () => number, median: number, spread: number): number {
  const u = Math.max(random(), 1e-12)
  const normal = Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random())
  return median * Math.exp(spread * normal)
}

/** Picks by weight. */
export function pick<T>(random: () => number, choices: readonly (readonly [number, T])[]): T {
  const total = choices.reduce((sum, [weight]) => sum + weight, 0)
  let left = random() * total
  for (const [weight, choice] of choices) {
    left -= weight
    if (left < 0) return choice
  }
  const last = choices.at(-1)
  if (!last) throw new RangeError('nothing to pick from')
  return last[1]
}
