import { expect, test } from 'vitest'
import { agentguard } from '../agentguard.ts'

test('agentguard senders finds a sender by its name, and says how to turn it off', () => {
  expect(agentguard(['senders', 'Telemetry', 'next.js'])).toEqual({
    status: 0,
    stderr: '',
    stdout: `telemetry of Next.js (telemetry)
  at     telemetry.nextjs.org
  by     next
  quiet  set NEXT_TELEMETRY_DISABLED=1
  page   https://nextjs.org/telemetry
`,
  })
})

test('agentguard senders lists every sender, and exits with 1 where nothing matches', () => {
  expect(agentguard(['senders']).stdout.split('\n\n').length).toBeGreaterThan(50)
  expect(agentguard(['senders', 'no such sender'])).toMatchObject({
    status: 1,
    stdout: 'No known sender matches. Destinations that are not listed are still blocked.\n',
  })
})
