import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cardTypeName, paymentMethod } from './codes/card-types.ts'
import { intermediateStatus } from './codes/intermediate-status.ts'
import { isHostCode, resultText } from './codes/result-codes.ts'
import { terminalState } from './codes/terminal-status.ts'
import { fromHex, toHex } from './hex.ts'
import {
  amountBcd,
  bcd,
  currencyDecimals,
  currencyLetters,
  currencyNumber,
  decodeText,
  encodeText,
  readAmount,
  readBcd,
  readText,
} from './values.ts'

describe('numbers', () => {
  it('are packed two digits a byte, zeros in front', () => {
    expect(toHex(bcd(231, 2))).toBe('0231')
    expect(toHex(bcd('000001', 3))).toBe('000001')
    expect(readBcd(fromHex('0405'))).toBe('0405')
    expect(() => bcd('12345', 2)).toThrow('2 BCD bytes')
    expect(() => bcd('-1', 2)).toThrow('2 BCD bytes')
  })

  it('come back as the amounts they were', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (amount) => readAmount(amountBcd(amount)) === amount))
    expect(readAmount(fromHex('00000000EE00'))).toBeNaN()
  })
})

describe('currencies', () => {
  it('have letters, a number and decimals', () => {
    expect([currencyLetters(978), currencyNumber('CHF'), currencyDecimals('JPY'), currencyDecimals('KWD')]).toEqual([
      'EUR',
      756,
      0,
      3,
    ])
    expect([currencyLetters(0), currencyNumber('XXX')]).toEqual([undefined, undefined])
  })
})

describe('texts', () => {
  it.each([
    ['cp437', '5465737420842094208120E1', 'Test ä ö ü ß'],
    ['latin1', 'C46E646572756E67', 'Änderung'],
    ['utf8', 'C384nderung'.replace('nderung', '6E646572756E67'), 'Änderung'],
    ['cp437', 'C4C4C4C4', '────'],
    ['ascii', '41424300', 'ABC'],
  ])('in %s are told by their bytes', (encoding, hex, text) => {
    expect(decodeText(fromHex(hex))).toEqual({ text, encoding })
  })

  it('are written in code page 437', () => {
    expect(readText(encodeText('Grüße, 5 €'))).toBe('Grüße, 5 ?')
  })
})

describe('codes', () => {
  it('of results have words, host codes their number', () => {
    expect(resultText(0x6c)).toBe('abort via timeout or abort-key')
    expect(resultText(0x05)).toBe('declined by the host with code 05')
    expect([isHostCode(0x63), isHostCode(0x64), isHostCode(0)]).toEqual([true, false, false])
    expect(resultText(0x80)).toBeUndefined()
  })

  it('of intermediate statuses become prompts, 40 more asks to remove the card', () => {
    expect(intermediateStatus(0x0a)?.prompt).toBe('insert_card')
    expect(intermediateStatus(0x05)?.prompt).toBe('reversal_running')
    expect(intermediateStatus(0x45)).toEqual({ prompt: 'remove_card', text: 'PT is sending auto-reversal\nPlease remove card!' })
    expect(intermediateStatus(0x4a)).toBeUndefined()
    expect(intermediateStatus(0x90)).toBeUndefined()
  })

  it('of terminal states say what is to be done', () => {
    expect(terminalState(0)).toEqual({ condition: 'ready' })
    expect(terminalState(0xcc).reason).toBe('printer_not_ready')
    expect(terminalState(0xaa)).toEqual({ condition: 'needs_action', reason: 'unknown_status' })
  })

  it('of cards give scheme and wallet, and funding only when it is told', () => {
    expect(paymentMethod(5)).toEqual({ scheme: 'girocard', funding: 'debit' })
    expect(paymentMethod(6)).toEqual({ scheme: 'mastercard', funding: 'not_told' })
    expect(paymentMethod(6, 'Debit Mastercard')).toEqual({ scheme: 'mastercard', funding: 'debit' })
    expect(paymentMethod(260)).toEqual({ scheme: 'other', funding: 'not_told', wallet: 'bluecode' })
    expect(paymentMethod(4711)).toEqual({ scheme: 'other', funding: 'not_told' })
    expect(cardTypeName(46)).toBe('Maestro')
  })
})
