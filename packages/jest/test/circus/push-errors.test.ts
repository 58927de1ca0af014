import { expect, test } from 'vitest'
import { pushErrors } from '../../src/circus/push-errors.ts'

test('pushErrors adds each error once, also when circus has it in a tuple', () => {
  const [known, inTuple, fresh] = [new Error('known'), new Error('in a tuple'), new Error('fresh')]
  const errors: unknown[] = [known, [inTuple, new Error('where it was written')]]

  pushErrors(errors, [known, inTuple, fresh])
  pushErrors(errors, [fresh])

  expect(errors).toHaveLength(3)
  expect(errors.at(-1)).toBe(fresh)
})
