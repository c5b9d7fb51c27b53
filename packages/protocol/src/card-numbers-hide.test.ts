import { describe, expect, it } from 'vitest'
import { cutCardNumbers } from './card-numbers.ts'
import { hideFirstDigits, hideFirstDigitsInHex } from './card-numbers-hide.ts'

const hexOf = (text: string) => Buffer.from(text, 'latin1').toString('hex')

describe('the first six digits', () => {
  it.each([
    ['4111 1111 1111 1111', '**** **** **** 1111'],
    ['4111-1111-1111-1111', '****-****-****-1111'],
    ['Karte 4111111111111111!', 'Karte ************1111!'],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', '* * * * * * * * * * * * 1 1 1 1'],
    ['４１１１１１１１１１１１１１１１', '************１１１１'],
    ['4111 - 1111 - 1111 - 1111', '**** - **** - **** - 1111'],
  ])('of %s are hidden once it was cut', (text, shown) => {
    expect(hideFirstDigits(cutCardNumbers(text))).toBe(shown)
  })

  it.each([
    ['476173XXXXXX0010', '******XXXXXX0010'],
    ['4761 73## #### 0010', '**** **## #### 0010'],
    ['476173••••••0010', '******••••••0010'],
    ['47617390****0010', '************0010'],
  ])('of %s are hidden, whoever cut it', (text, shown) => expect(hideFirstDigits(text)).toBe(shown))

  it.each(['Basket 4711', '2 x 1250', '12.50 EUR *** thanks', 'Nr. 123 ***', '************0010', 'no digits ***'])(
    'are not seen in %s',
    (text) => expect(hideFirstDigits(text)).toBe(text),
  )

  it('are hidden in bytes, packed or written, at any nibble, and nothing else', () => {
    expect(hideFirstDigitsInHex('22f0f8476173eeeeee00100c')).toBe('22f0f8eeeeeeeeeeee00100c')
    expect(hideFirstDigitsInHex('f476173eeeeee001')).toBe('feeeeeeeeeeee001')
    expect(hideFirstDigitsInHex(hexOf('PAN 476173******0010'))).toBe(hexOf('PAN ************0010'))
    expect(hideFirstDigitsInHex('22f0f8eeeeeeeeeeee00100c')).toBe('22f0f8eeeeeeeeeeee00100c')
    expect(hideFirstDigitsInHex('040f27000400000000125049097822')).toBe('040f27000400000000125049097822')
  })
})
