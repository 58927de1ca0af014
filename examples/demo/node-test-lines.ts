import type { TestEvent } from 'node:test/reporters'

/** A reporter for `node --test`: the result of every test as a line of JSON. */
export default async function* nodeTestLines(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const { file, name, details } = data
    const cause = 'error' in details ? details.error.cause : undefined
    const outcome = type === 'test:pass' ? 'passed' : 'failed'
    yield `${JSON.stringify({ file, name, outcome, message: cause instanceof Error ? cause.message : '' })}\n`
  }
}
