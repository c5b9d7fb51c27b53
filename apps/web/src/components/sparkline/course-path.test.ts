import { expect, test } from 'vitest'
import { courseEnd, coursePath } from './course-path.ts'

const box = { width: 120, height: 24, max: 10 }

test('a course goes over its part of the width, largest value on top', () => {
  expect(coursePath([0, 10, 5], 5, box)).toBe('M0 24L30 0L60 12')
  expect(courseEnd([0, 10, 5], 5, box)).toEqual({ x: 60, y: 12 })
})

test('refunds below nothing stay on the ground; too little data draws nothing', () => {
  expect(coursePath([-5, 10], 2, box)).toBe('M0 24L120 0')
  expect(coursePath([3], 24, box)).toBe('')
  expect(coursePath([0, 0], 24, { ...box, max: 0 })).toBe('')
  expect(courseEnd([], 24, box)).toBeNull()
})
