import { printable, shorten } from '../../evidence/redact/printable.ts'
import type { DestinationGroup } from '../file/group-destinations.ts'
import { chainText } from '../../evidence/explain/format-violation.ts'
import { explainReason } from '../../evidence/explain/explain-reason.ts'
import { frameText } from '../../evidence/explain/frame-text.ts'
import { quietLine } from '../../evidence/explain/quiet-line.ts'
import { counted } from './counted.ts'

/** The lines below the headline of a group: who made the attempts, why they were blocked, and what would allow them. */
export function describeGroup(group: DestinationGroup): readonly string[] {
  const { first, allow } = group
  const evidence = { scope: '', ...first }
  const reason = explainReason(evidence)
  const quiet = quietLine(evidence)
  const chain = chainText(first.culprit)
  return [
    whoText(group),
    ...(first.process === undefined ? [] : [processText(first.process)]),
    ...(chain === undefined ? [] : [`by ${chain}`]),
    ...(first.culprit ? [`via ${frameText(first.culprit.frame, '')}`] : []),
    ...(reason === undefined ? [] : [`reason: ${printable(reason)}`]),
    ...(quiet === undefined ? [] : [`quiet: ${quiet}`]),
    ...(allow === undefined ? [] : [`allow: ${printable(allow)}`]),
  ]
}

/** `2 attempts in: weather tool > reports the forecast, and 3 more tests of 2 files`. */
function whoText({ count, tests, files }: DestinationGroup): string {
  const attempts = counted(count, 'attempt')
  const [test, ...more] = tests
  const shown = test === undefined ? files[0] : test.test
  if (shown === undefined) return attempts
  const rest = more.length > 0 ? `, and ${counted(more.length, 'more test')}` : ''
  const where = files.length > 1 ? ` of ${counted(files.length, 'file')}` : ''
  return `${attempts} in: ${shorten(printable(shown), 150)}${rest}${where}`
}

/** Without the process id, which differs in each run: `in program: curl -s http://api.example.com/, started by sh`. */
function processText(process: string): string {
  return `in ${shorten(printable(process.replace(/^([a-z ]+) \d+: /, '$1: ')), 300)}`
}
