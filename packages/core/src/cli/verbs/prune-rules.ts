import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cwd } from 'node:process'
import type { EvidenceFile } from '../../run/file/evidence-file.ts'
import { portablePath } from '../../run/file/portable-path.ts'
import { rootInRepository } from '../../run/file/root-in-repository.ts'
import type { DeclaredRule } from '../../run/unused/declared-rule.ts'
import { describeRule, placeOf } from '../../run/unused/format-unused.ts'
import { pruneDocblock } from '../../run/unused/prune-docblock.ts'
import { unusedRules } from '../../run/unused/unused-rules.ts'

/** Lists the rules that the runs of some evidence never used. With `write`, removes those in docblocks. Returns the text to print. */
export function pruneRules(evidence: EvidenceFile, write: boolean): string {
  const here = rootInRepository(cwd())
  const repository = here === '' ? cwd() : resolve(cwd(), ...here.split('/').map(() => '..'))
  const roots = new Map(evidence.runs.map(({ id, root }) => [id, join(repository, root)]))
  const rules = unusedRules({ evidence, root: cwd(), rootOf: (run) => roots.get(run) ?? cwd(), isComplete: true })
  if (rules.length === 0) return 'Nothing to prune: every rule that can be judged was used\n'
  const files = new Set(rules.map(({ file }) => file))
  return [...files]
    .map((file) =>
      pruneFile(
        file,
        rules.filter((rule) => rule.file === file),
        write,
      ),
    )
    .join('\n')
}

function pruneFile(file: string, rules: readonly DeclaredRule[], write: boolean): string {
  const inDocblock = rules.filter(({ isDocblock }) => isDocblock)
  if (inDocblock.length > 0) {
    const source = readFileSync(file, 'utf8')
    const written = pruneDocblock(source, inDocblock, file)
    if (write) writeFileSync(file, written)
  }
  const how = inDocblock.length === 0 ? wayToConfig : write ? '' : wayToWrite
  const lines = rules.map((rule) => `  ${placeOf(rule, cwd())}  - ${describeRule(rule)}\n`)
  return `${portablePath(file, cwd())}${how}\n${lines.join('')}`
}

const wayToConfig = ': remove these by hand, if the evidence covers all tests'
const wayToWrite = ': --write removes these'
