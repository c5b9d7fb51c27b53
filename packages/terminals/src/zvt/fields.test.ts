import { describe, expect, it } from 'vitest'
import { decodeBytes } from './decode-for-people.ts'
import { fromHex } from './hex.ts'

function fieldsOf(hex: string): Readonly<Record<string, unknown>> {
  const [message] = decodeBytes(fromHex(hex.replaceAll(' ', '')))
  return { ...message?.aliases, ...message?.fields }
}

describe('fields of a decoded message', () => {
  it('names what a card reading brings: ids of the card and its applications', () => {
    const card = '4C04 04A1B2C3 1F45 03 057880 1F4C 01 01 1F4D 02 FE04 1F4F 02 0400 1F50 01 20'
    const applications = '60 0B 4302A000 4102002E 4401 58 60 04 4302A001'
    expect(fieldsOf(`040F 35 2700 06 31 ${card} ${applications}`)).toMatchObject({
      result: 0,
      uid: '04a1b2c3',
      ats: '057880',
      card_technology_type: 1,
      card_type: 1,
      sub_type: 'fe04',
      atqa: '0400',
      sak: 0x20,
      aid_count: 2,
      aids: ['a000', 'a001'],
      applications: [{ aid: 'a000', zvt_card_type_id: 46, name: 'X' }, { aid: 'a001' }],
    })
  })

  it('keeps card_type for bitmap 8A where there is one', () => {
    expect(fieldsOf('040F 0C 2700 8A06 06 06 1F4C0101 4C00')).toMatchObject({ card_type: 6, card_technology_type: 1 })
  })

  it('gives the text of a status without a code as its message', () => {
    expect(fieldsOf('04FF 0C FF10 06 08 24 06 07 01 41 07 01 42')).toMatchObject({
      status: 0xff,
      timeout: 10,
      text: 'A\nB',
      StatusMessage: 'A\nB',
    })
    expect(fieldsOf('04FF 01 0A')).toMatchObject({ StatusMessage: 'Insert card' })
  })

  it('counts the files a terminal is offered, and numbers the function it is asked for', () => {
    expect(fieldsOf('0814 17 123456 06 12 2D07 1D0123 1F000109 2D07 1D0122 1F000108')).toMatchObject({
      file_count: 2,
      files: [
        { file_id: 0x23, file_size: 9 },
        { file_id: 0x22, file_size: 8 },
      ],
    })
    expect(fieldsOf('0FA1 02 0001')).toMatchObject({ instr: 1 })
  })

  it('shows a printed line with its attributes, and line feeds as such', () => {
    expect(fieldsOf('06D1 03 C1 48 69')).toMatchObject({ attribute: 0xc1, text: 'Hi', centred: true, last_line: true })
    expect(fieldsOf('06D1 02 FF 03')).toMatchObject({ text: '', line_feeds: 3, last_line: false })
  })

  it('masks card numbers also in a text that stands where system information does', () => {
    const text = Buffer.from('17FE5C90GER-APP 4111111111111111 525251118.0').toString('hex')
    expect(JSON.stringify(decodeBytes(fromHex(`060F2C${text}`)))).not.toMatch(/41111111111/)
  })

  it("never puts another project's name in place of ours", () => {
    const [message] = decodeBytes(fromHex('040F0427008A06'))
    const own = Object.keys(message?.fields ?? {})
    expect(Object.keys(message?.aliases ?? {}).filter((name) => own.includes(name))).toEqual([])
    expect(message?.aliases).toMatchObject({ ErrorCode: 0, CardTypeId: 6 })
  })
})
