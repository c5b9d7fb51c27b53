import { Uuid } from '@counterfoil/protocol'
import type { TerminalConfig } from '../agent-config.ts'
import { Refused } from './check-visit.ts'
import { createFormat } from './format.ts'
import type { Job } from './job.ts'
import { messagePage, page } from './layout.ts'
import type { LocalPageOptions } from './page-powers.ts'
import type { Answer, VisitRoutes } from './page-server.ts'
import { readLanguage } from './page-server.ts'
import type { PageState } from './page-state.ts'
import { renderConfirm } from './render-actions.ts'
import type { Speech } from './render-now.ts'
import { renderLive, renderPage } from './render-page.ts'
import type { Session, Sessions } from './sessions.ts'
import { mostMinor, parseAmount, parseCurrency, placeTestPayment, type TestOrder, withinBounds } from './test-payment.ts'
import { testPort } from './test-port.ts'
import { fill, type Language, WORDS, wordFor } from './words.ts'

export interface VisitRoutesOptions extends LocalPageOptions {
  readonly jobs: { readonly portTest: Job; readonly doctor: Job }
  readonly sessions: Sessions
  readonly readState: () => Promise<PageState>
}

/** Everything a visitor may see and do. */
export function createVisitRoutes(options: VisitRoutesOptions): VisitRoutes {
  const { powers, jobs, terminals, readState } = options
  const speeches = new Map<Language, Speech>()
  let bundling = false

  function speechOf({ language }: Session): Speech {
    const known = speeches.get(language) ?? { language, words: WORDS[language], format: createFormat(language) }
    speeches.set(language, known)
    return known
  }

  const shown = async (session: Session) => ({
    state: await readState(),
    terminals,
    endsMs: session.endsMs,
    speech: speechOf(session),
  })

  function sorry(session: Session, status: number, sentence: string): Answer {
    return { type: 'page', status, html: messagePage(session.language, { sentence, back: './' }) }
  }

  function findTerminal(name: string | null): TerminalConfig | undefined {
    return terminals.find(({ key }) => key === name)
  }

  return {
    get: {
      '': async (session) => ({ type: 'page', html: renderPage(await shown(session)) }),
      live: async (session) => ({ type: 'page', html: renderLive(await shown(session)) }),
      pay(session, query) {
        const speech = speechOf(session)
        const { errors } = speech.words
        const terminal = findTerminal(query.get('terminal'))
        if (terminal === undefined) return sorry(session, 404, errors.noTerminal)
        const currency = parseCurrency(query.get('currency') ?? '')
        if (currency === undefined) return sorry(session, 400, errors.wrongCurrency)
        const amountMinor = parseAmount(query.get('amount') ?? '', currency)
        if (amountMinor === undefined) {
          const most = speech.format.money(mostMinor(currency), currency).replace(/^[A-Z]{3}\u00a0|^¥/, '')
          return sorry(session, 400, fill(errors.wrongAmount, { most, currency }))
        }
        const order: TestOrder = { lane: terminal.lane, terminal: terminal.key, amountMinor, currency }
        const title = speech.words.confirm.title
        return { type: 'page', html: page({ language: session.language, title }, renderConfirm(order, options.newId(), speech)) }
      },
    },
    post: {
      pay(session, form) {
        const { errors, paymentRefusal } = speechOf(session).words
        const terminal = findTerminal(form.get('terminal'))
        if (terminal === undefined) return sorry(session, 404, errors.noTerminal)
        const [formId, currency] = [Uuid.safeParse(form.get('form')).data, parseCurrency(form.get('currency') ?? '')]
        const amountMinor = currency && withinBounds(Number(form.get('amountMinor')), currency)
        if (formId === undefined || currency === undefined || !amountMinor) throw new Refused(400, 'wrongForm')
        const order: TestOrder = { lane: terminal.lane, terminal: terminal.key, amountMinor, currency }
        const answer = placeTestPayment(options.desk, order, formId)
        if (!answer.accepted) return sorry(session, 409, `${errors.payment} ${wordFor(paymentRefusal, answer.code)}`)
        if (!answer.repeated)
          options.log.info({ terminal: terminal.key, payment: answer.payment.id }, 'A test payment was begun.')
        return { type: 'back', to: './#test-payment' }
      },
      'test-port'(session, form) {
        const { errors } = speechOf(session).words
        const terminal = findTerminal(form.get('terminal'))
        const supervisor = terminal && options.supervisor(terminal.key)
        if (terminal === undefined || supervisor === undefined) return sorry(session, 404, errors.noTerminal)
        const { openLink, clock } = options
        const begun = testPort({ supervisor, openLink, clock, job: jobs.portTest, terminal: terminal.key })
        return begun === 'begun' ? { type: 'back', to: './#port-test' } : sorry(session, 409, errors[begun])
      },
      doctor(session) {
        const begun = jobs.doctor.begin(undefined, () => powers.doctor())
        return begun ? { type: 'back', to: './#doctor' } : sorry(session, 409, speechOf(session).words.errors.already)
      },
      async bundle(session) {
        if (bundling) return sorry(session, 409, speechOf(session).words.errors.already)
        bundling = true
        try {
          return { type: 'file', name: 'support-bundle.zip', bytes: await powers.supportBundle() }
        } finally {
          bundling = false
        }
      },
      language(session, form) {
        session.language = readLanguage(form)
        return { type: 'back', to: './' }
      },
      end(session) {
        options.sessions.end(session)
        const { endVisit, errors } = speechOf(session).words
        return { type: 'page', html: messagePage(session.language, { title: endVisit, sentence: errors.noSession }) }
      },
    },
  }
}
