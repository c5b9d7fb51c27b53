import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { confirmJoin, FIRST_JOIN, type JoinState, judgeJoin } from './judge-join.ts'

/** A machine with an agent on it: a disk that holds the number, a process with a boot id. */
class Machine {
  join = 0
  boot: string
  #boots = 0
  readonly name: string

  constructor(name: string) {
    this.name = name
    this.boot = `${name}/0`
  }

  restart(): void {
    this.#boots += 1
    this.boot = `${this.name}/${this.#boots}`
  }
}

type Loss = 'none' | 'answer' | 'confirmation' | 'crash'

/** One greeting and what is lost of it; returns the verdict. */
function greet(hub: { state: JoinState }, machine: Machine, loss: Loss = 'none') {
  const verdict = judgeJoin(hub.state, machine)
  if (verdict.kind === 'two_holders') return verdict.kind
  hub.state = verdict.after
  if (verdict.kind === 'disk_reset' || loss === 'answer') return verdict.kind
  machine.join = verdict.after.offered
  if (loss === 'crash') machine.restart()
  if (loss === 'none') hub.state = confirmJoin(hub.state, machine.join)
  return verdict.kind
}

const losses = fc.constantFrom<Loss>('none', 'answer', 'confirmation', 'crash')

describe('join numbers', () => {
  it('never turn an honest machine away, whatever is lost and whenever it crashes', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ loss: losses, restart: fc.boolean() }), { maxLength: 60 }), (steps) => {
        const hub = { state: FIRST_JOIN }
        const machine = new Machine('pc')
        for (const { loss, restart } of steps) {
          if (restart) machine.restart()
          expect(greet(hub, machine, loss)).toBe('welcome')
        }
      }),
    )
  })

  it('let an honest machine in after the hub was restored from a backup', () => {
    const hub = { state: FIRST_JOIN }
    const machine = new Machine('pc')
    greet(hub, machine)
    const backup = hub.state
    for (let nth = 0; nth < 5; nth += 1) greet(hub, machine)
    hub.state = backup
    expect(greet(hub, machine)).toBe('welcome')
    expect(hub.state.confirmed).toBe(machine.join)
  })

  it('expose two machines with one identity before either has greeted three times more', () => {
    fc.assert(
      fc.property(fc.array(losses, { maxLength: 8 }), losses, losses, (before, ofOne, ofOther) => {
        const hub = { state: FIRST_JOIN }
        const one = new Machine('one')
        for (const loss of before) greet(hub, one, loss)
        const other = new Machine('copy')
        other.join = one.join
        const verdicts: string[] = []
        for (let nth = 0; nth < 3; nth += 1) {
          verdicts.push(greet(hub, one, nth === 0 ? ofOne : 'none'), greet(hub, other, nth === 0 ? ofOther : 'none'))
          if (verdicts.includes('two_holders')) break
        }
        expect(verdicts).toContain('two_holders')
      }),
    )
  })

  it('expose a thief who came first while the shop was closed', () => {
    const hub = { state: FIRST_JOIN }
    const shop = new Machine('shop')
    greet(hub, shop)
    const thief = new Machine('thief')
    thief.join = shop.join
    expect(greet(hub, thief)).toBe('welcome')
    expect(greet(hub, shop)).toBe('two_holders')
  })

  it('tell a PC whose disk resets at each boot so, and never lock it', () => {
    const hub = { state: FIRST_JOIN }
    const pc = new Machine('pc')
    greet(hub, pc)
    const image = pc.join
    greet(hub, pc)
    for (let boot = 1; boot <= 4; boot += 1) {
      pc.join = image
      pc.restart()
      expect(greet(hub, pc)).toBe('disk_reset')
      expect(greet(hub, pc)).toBe('disk_reset')
      expect(hub.state.staleCount).toBe(boot)
    }
  })

  it('let a PC in again whose right disk was put back', () => {
    const hub = { state: FIRST_JOIN }
    const pc = new Machine('pc')
    const image = pc.join
    greet(hub, pc)
    const right = pc.join
    pc.join = image
    pc.restart()
    expect(greet(hub, pc)).toBe('disk_reset')
    pc.join = right
    pc.restart()
    expect(greet(hub, pc)).toBe('welcome')
  })
})
