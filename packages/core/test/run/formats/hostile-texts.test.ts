import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EvidenceFile } from '../../../src/run/file/evidence-file.ts'
import { formatAnnotations } from '../../../src/run/formats/format-annotations.ts'
import { formatSarif } from '../../../src/run/formats/format-sarif.ts'
import { formatStepSummary } from '../../../src/run/formats/format-step-summary.ts'
import { evidenceFileOf, recordOf } from '../file/evidence-of-runs.ts'

/** Texts of what means something to Markdown, HTML, SARIF and workflow commands, beside any other. */
const text = fc.oneof(
  fc
    .array(
      fc.constantFrom('`', '|', '\\', '<', '>', '&', '[', ']', '{', '}', '::', '%0A', '\n', '\r', '\u2028', ' ', 'a'),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
)

const evidence: fc.Arbitrary<EvidenceFile> = fc
  .record({ host: text, test: text, file: text, rule: text, name: text, version: text, url: text, root: text })
  .map(({ host, test, file, rule, name, version, url, root }) => {
    const frame = { file, line: 3, column: 1, function: name }
    const record = recordOf({ host, test, file, rule, url, from: frame, culprit: { name, version, frame } })
    return evidenceFileOf([record, { ...record, outcome: 'allowed', port: 80 }], { root, runnerVersion: version })
  })

test('whatever evidence says, an annotation is one command, and its properties are its own', () => {
  fc.assert(
    fc.property(evidence, (file) => {
      expect(formatAnnotations(file)).toMatch(
        /^::error file=[^,:\r\n]+,line=\d+(?:,col=\d+)?,title=[^,:\r\n]*::[^\r\n]*\n$/,
      )
    }),
  )
})

test('whatever evidence says, a row of the summary has the cells of its columns, and all other text is ours', () => {
  fc.assert(
    fc.property(evidence, (file) => {
      const lines = formatStepSummary(file).split('\n')

      expect(lines).toHaveLength(16)
      expect([lines[6], lines[12]].map((row = '') => splitRow(row).length)).toEqual([8, 5])
      for (const line of [lines[2], lines[6], lines[12]]) expect(withoutCode(line ?? '')).toMatch(/^[\w ,.·|]*$/u)
    }),
  )
})

test('whatever evidence says, a message of SARIF has no link and no placeholder, and its paths are relative', () => {
  fc.assert(
    fc.property(evidence, (file) => {
      const log = formatSarif(file)
      const messages = [...log.matchAll(/"text": ("(?:[^"\\]|\\.)*")/g)].map(
        ([, json = '""']) => JSON.parse(json) as string,
      )
      const uris = [...log.matchAll(/"uri": "(.*)"/g)].map(([, uri = '']) => uri)

      for (const message of messages) expect(message.replaceAll(/\\[\\[\]]|\{\{|\}\}/g, '')).not.toMatch(/[[\]{}]/)
      for (const uri of uris) expect(uri).toMatch(/^(?!\.\.?(?:\/|$))[^/:\\][^:\\]*$/)
      expect(uris.length).toBeGreaterThan(0)
    }),
  )
})

/** At bars without a backslash before them, or with one that is itself escaped, as the strictest reader does. */
function splitRow(row: string): readonly string[] {
  return row.replace(/^\||\|$/g, '').split(/(?<=(?<!\\)(?:\\\\)*)\|/)
}

/** Code spans as CommonMark reads them: to the next run of as many backticks. */
function withoutCode(line: string): string {
  return line.replaceAll(/<code>[^<>`|]*<\/code>/g, '').replaceAll(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '')
}
