import { createHash } from 'node:crypto'
import { canonicalJson } from '@counterfoil/audit'
import { createSoftwarePasskey } from '@counterfoil/audit/testing'
import { approvalText, approvedPart, CommandOrder, rosterText, type SignedRoster } from '@counterfoil/protocol'
import { describe, expect, it } from 'vitest'
import { missingApproval } from './judge-approvals.ts'
import { judgeRoster, type KeptRoster } from './judge-roster.ts'

const HUB = '018f0000-0000-7000-8000-000000000001'
const site = { id: 'pay.chain.example', origins: ['https://pay.chain.example'] }
const ada = createSoftwarePasskey('user:ada', site)
const bo = createSoftwarePasskey('user:bo', site)
const eve = createSoftwarePasskey('user:eve', site)

function rosterOf(number: number, previous: string | null, people = [ada, bo], hubId = HUB): string {
  const members = people.map(({ key }) => ({ name: key.person.slice(5), ...key }))
  return canonicalJson({ v: 1, hubId, number, previous, site, members })
}
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const signed = (roster: string, people: (typeof ada)[]): SignedRoster => ({
  roster,
  approvals: people.map((passkey) => passkey.approve(rosterText(roster))),
})
const FIRST = rosterOf(1, null)
function keptFirst(): KeptRoster {
  const judged = judgeRoster(HUB, undefined, signed(FIRST, []))
  if (judged.verdict !== 'first') throw new Error(judged.verdict)
  return judged.kept
}

describe('the list of approvers', () => {
  it('is believed the first time, whatever its number: an agent may come late', () => {
    expect(judgeRoster(HUB, undefined, signed(rosterOf(7, 'a'.repeat(64)), [])).verdict).toBe('first')
    expect(judgeRoster(HUB, keptFirst(), signed(FIRST, [])).verdict).toBe('known')
  })

  it('is followed by the next one that two of its people approved', () => {
    const next = rosterOf(2, hashOf(FIRST), [ada, eve])
    expect(judgeRoster(HUB, keptFirst(), signed(next, [ada, bo]))).toMatchObject({
      verdict: 'succeeded',
      kept: { roster: { number: 2 } },
      hash: hashOf(next),
    })
  })

  it.each<[string, SignedRoster, RegExp]>([
    ['nobody signed', signed(rosterOf(2, hashOf(FIRST), [eve, ada]), []), /^0 of/],
    ['one person signed', signed(rosterOf(2, hashOf(FIRST)), [ada]), /^1 of/],
    ['one person signed twice', signed(rosterOf(2, hashOf(FIRST)), [ada, ada]), /^1 of/],
    ['a stranger the new list names signed', signed(rosterOf(2, hashOf(FIRST), [ada, eve]), [ada, eve]), /unknown_approver/],
    [
      'what was signed is another list',
      { ...signed(FIRST, [ada, bo]), roster: rosterOf(2, hashOf(FIRST), [ada, eve]) },
      /other_text/,
    ],
    ['it leaves one out', signed(rosterOf(3, hashOf(FIRST)), [ada, bo]), /number is 3/],
    ['it does not follow', signed(rosterOf(2, 'a'.repeat(64)), [ada, bo]), /come after/],
    ['it has the same number', signed(rosterOf(1, null, [ada, eve]), [ada, bo]), /number is 1/],
    ['it is another hub’s', signed(rosterOf(2, hashOf(FIRST), [ada, bo], HUB.replace('1', '2')), [ada, bo]), /another hub/],
    ['it leaves one person', signed(rosterOf(2, hashOf(FIRST), [ada, ada]), [ada, bo]), /fewer than two/],
  ])('stays when %s', (_why, told, why) => {
    expect(judgeRoster(HUB, keptFirst(), told)).toMatchObject({ verdict: 'refused', why: expect.stringMatching(why) })
  })

  it('is not read when it is not canonical', () => {
    expect(judgeRoster(HUB, undefined, signed(FIRST.replace('{', '{ '), [])).verdict).toBe('unreadable')
  })
})

describe('a second person’s word', () => {
  const order = CommandOrder.parse({
    v: 1,
    command: HUB,
    agentId: HUB,
    epoch: 1,
    kind: 'agent.rotate_key',
    args: {},
    issuedAtMs: 1,
    notBeforeMs: 1,
    expiresAtMs: 2,
    counter: 5,
    requester: 'user:ada',
    approvals: [],
  })
  const textOf = (of: CommandOrder) => approvalText(canonicalJson(approvedPart(of)))

  it('is somebody else’s on the kept list, for this very command, whatever number it is told with', () => {
    expect(missingApproval({ ...order, counter: 9, approvals: [bo.approve(textOf(order))] }, keptFirst())).toBeUndefined()
  })

  it('is nobody’s without a list, and not the asker’s own', () => {
    expect(missingApproval(order, undefined)?.code).toBe('no_approvers')
    expect(missingApproval(order, keptFirst())?.code).toBe('not_approved')
    expect(missingApproval({ ...order, approvals: [ada.approve(textOf(order))] }, keptFirst())?.code).toBe('not_approved')
  })

  it.each<[string, Partial<CommandOrder>]>([
    ['another agent', { agentId: HUB.replace('1', '2') }],
    ['another enrolment', { epoch: 2 }],
    ['another kind', { kind: 'agent.restart' }],
    ['other arguments', { args: { terminal: 'lane-1' } }],
    ['a longer time', { expiresAtMs: 99 }],
    ['another command', { command: HUB.replace('1', '3') }],
  ])('does not serve for %s', (_what, change) => {
    const approvals = [bo.approve(textOf(order))]
    expect(missingApproval({ ...order, ...change, approvals }, keptFirst())?.code).toBe('approval_other_text')
  })

  it('is not a stranger’s, whom the hub calls by a known name', () => {
    const approvals = [{ ...eve.approve(textOf(order)), person: 'user:bo' }]
    expect(missingApproval({ ...order, approvals }, keptFirst())?.code).toBe('approval_unknown_approver')
  })
})
