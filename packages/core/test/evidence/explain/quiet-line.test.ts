import { expect, test } from 'vitest'
import { formatViolation } from '../../../src/evidence/explain/format-violation.ts'
import { quietLine } from '../../../src/evidence/explain/quiet-line.ts'
import { evidenceOf } from './evidence-of.ts'

const request = { scheme: 'https', host: 'telemetry.nextjs.org', port: 443, path: '/api/v1/record' }

test('formatViolation shows how to turn off a known sender', () => {
  const evidence = evidenceOf({ channel: 'undici', host: request.host, port: 443, method: 'POST', url: request })

  expect(formatViolation(evidence, { cwd: '/app' })).toBe(
    [
      'Egress blocked: POST https://telemetry.nextjs.org/api/v1/record',
      '  test    weather tool > reports the forecast',
      '  reason  probably telemetry of Next.js',
      '  quiet   set NEXT_TELEMETRY_DISABLED=1 (https://nextjs.org/telemetry)',
      '  mute    // @agentguard mute=telemetry.nextjs.org',
      '  allow   // @agentguard allow=telemetry.nextjs.org   (at the top of the file)',
    ].join('\n'),
  )
})

test('quietLine returns nothing for an unknown sender, or one without a switch', () => {
  expect(quietLine(evidenceOf({ host: 'api.example.com', port: 443 }))).toBeUndefined()
  expect(quietLine(evidenceOf({ host: 'localhost', port: 5432 }))).toBeUndefined()
})
