import { expect, it } from 'vitest'
import { cutNode } from './cut-node.ts'

it.each([
  ['{"a_response":{"x":1},"sign":"s"}', '{"x":1}'],
  ['{"sign":"s","a_response": { "x" : [ {"y":"}"} ] } }', '{ "x" : [ {"y":"}"} ] }'],
  ['{"a_response":{"x":"\\"a_response\\":{\\\\"},"sign":"s"}', '{"x":"\\"a_response\\":{\\\\"}'],
  // A value that looks like the member is not the member.
  ['{"other":{"a_response":{"x":2}},"a_response":{"x":1}}', '{"x":1}'],
  ['{"other":"\\"a_response\\":{}","a_response":{"x":1}}', '{"x":1}'],
  ['{"other":{"a_response":{"x":2}}}', null],
  ['{"a_response":"text"}', null],
  ['{"a_response":{"x":1', null],
  ['', null],
])('%s holds %s', (text, node) => {
  expect(cutNode(text, 'a_response')).toBe(node)
})
