import { Sheet } from '../evidence-package/pdf/sheet.ts'
import type { Language } from '../evidence-package/section.ts'
import { testKinds } from './plan-tests.ts'
import type { Evidence } from './read-evidence.ts'
import { pathWords, testWords, words } from './report-words.ts'
import type { EventRef } from './test-facts.ts'
import type { Statement } from './write-statement.ts'

export interface Paper {
  readonly statement: Statement
  /** SHA-256 of the signed text, hexadecimal. */
  readonly statementHash: string
  readonly version: number
  readonly signed: { readonly by: string; readonly at: Date }
  readonly approved: { readonly by: string; readonly at: Date }
  /** By the agent's number. */
  readonly agentNames: ReadonlyMap<string, string>
}

type Say = (word: keyof typeof words) => string

/** What two people signed, on paper. The same facts give the same bytes. */
export function reportPdf(paper: Paper, language: Language): Promise<Buffer> {
  const { statement, version, approved } = paper
  const say: Say = (word) => words[word][language]
  const { store } = statement
  const sheet = new Sheet({ title: `${say('title')} ${store.code} v${version}`, madeAt: approved.at, language })
  sheet.title(say('title'), `${store.code} ${store.name}`)
  sheet.fact(say('version'), String(version))
  drawRequirements(sheet, statement, say)
  drawDesign(sheet, statement, { say, language })
  sheet.heading(say('tests'))
  sheet.note(say('testsWhy'))
  for (const one of statement.evidence) drawEvidence(sheet, one, { say, language, paper })
  sheet.heading(say('signatures'))
  sheet.fact(say('first'), `${paper.signed.by}, ${timeText(paper.signed.at.getTime())}`)
  sheet.fact(say('second'), `${approved.by}, ${timeText(approved.at.getTime())}`)
  sheet.fact(say('statement'), paper.statementHash)
  sheet.note(say('record'))
  return sheet.end(
    (page, pages) => `${say('page')} ${page} / ${pages} · ${store.code} · v${version} · ${paper.statementHash.slice(0, 16)}`,
  )
}

function drawRequirements(sheet: Sheet, { requirements }: Statement, say: Say): void {
  const { methods, data, frequency, security } = requirements
  const wanted = (is: boolean) => say(is ? 'wanted' : 'notWanted')
  const comes = (['basket', 'cashier', 'totals'] as const).filter((one) => data[one]).map(say)
  sheet.heading(say('requirements'))
  sheet.fact(say('methods'), methods.join(', '))
  sheet.fact(say('data'), comes.length === 0 ? say('nothing') : comes.join(', '))
  sheet.fact(say('arrive'), `${frequency.arriveWithinSeconds} ${say('seconds')}`)
  sheet.fact(say('silent'), `${frequency.saleEveryHours} ${say('hours')}`)
  sheet.fact(say('clock'), `${security.clockSeconds} ${say('seconds')}`)
  sheet.fact(say('disk'), `${security.diskFreePercent} %`)
  sheet.fact(say('leastVersion'), security.leastVersion ?? say('none'))
  sheet.fact(say('approval'), wanted(security.approval))
  sheet.fact(say('p2pe'), wanted(security.p2pe))
}

function drawDesign(sheet: Sheet, { design }: Statement, { say, language }: { say: Say; language: Language }): void {
  sheet.heading(say('design'))
  sheet.fact(say('path'), pathWords[design.path][language])
  sheet.fact(say('backupPath'), design.backupPath === null ? say('none') : pathWords[design.backupPath][language])
  sheet.fact(say('hubs'), String(design.hubAddresses))
  sheet.table(
    [say('lane'), say('protocol'), say('link'), say('backupLane')],
    design.lanes.map(({ lane, protocol, link, backupLane }) => [
      lane,
      protocol.toUpperCase(),
      say(link),
      backupLane === null ? say('none') : `${say('laneOf')} ${backupLane}`,
    ]),
    [1, 1, 1, 1],
  )
}

interface Around {
  readonly say: Say
  readonly language: Language
  readonly paper: Paper
}

function drawEvidence(
  sheet: Sheet,
  { test, subject, observedAtMs, figures, events }: Evidence,
  { say, language, paper }: Around,
): void {
  const { of } = testKinds[test]
  const agent = (id: string | number) => paper.agentNames.get(String(id)) ?? String(id)
  const about = of === 'lane' ? `${say('laneOf')} ${subject}` : of === 'agent' ? agent(subject) : subject
  const told = Object.entries(figures)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
  sheet.table([], [[testWords[test][language], about, timeText(observedAtMs), told]], [10, 6, 9, 24])
  const lines = events.map((event) => eventLine(event, `${say('agent')} ${agent(event.agentId)}`, say('number')))
  sheet.table(
    [],
    lines.map((line) => ['', line]),
    [1, 24],
    7,
  )
}

function eventLine({ kind, epoch, seq, atMs, hash }: EventRef, agent: string, number: string): string {
  return `${kind}, ${agent}, ${number} ${epoch}/${seq}, ${timeText(atMs)}, SHA-256 ${hash}`
}

const timeText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
