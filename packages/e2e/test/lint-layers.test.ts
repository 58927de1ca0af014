import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const core = 'packages/core/src'

// The first import is one a layer must not have, the second one it may.
const imports = [
  [`${core}/errors/egress-error.ts`, '../attempt/attempt.ts', './error-code.ts'],
  [`${core}/patch/replace-property.ts`, '../errors/egress-error.ts', './restore-all.ts'],
  [`${core}/attempt/address.ts`, '../policy/rule.ts', '../errors/egress-error.ts'],
  [`${core}/attempt/destination.ts`, '../patch/replace-property.ts', './address.ts'],
  [`${core}/policy/rule.ts`, '../evidence/ledger.ts', '../attempt/address.ts'],
  [`${core}/policy/policy.ts`, '../channels/channel.ts', './rule.ts'],
  [`${core}/evidence/ledger.ts`, '../scope/scope.ts', '../policy/verdict.ts'],
  [`${core}/evidence/stack.ts`, '../report/format-violation.ts', './evidence.ts'],
  [`${core}/report/format-violation.ts`, '../scope/scope.ts', '../evidence/evidence.ts'],
  [`${core}/scope/scope.ts`, '../session/docblock.ts', '../evidence/ledger.ts'],
  [`${core}/options/parse-options.ts`, '../evidence/ledger.ts', '../policy/policy.ts'],
  [`${core}/programs/find-program.ts`, '../attempt/attempt.ts', './local-programs.ts'],
  [`${core}/spool/spool.ts`, '../guard/engine.ts', '../scope/scope.ts'],
  [`${core}/session/settle.ts`, '../spool/spool.ts', '../guard/engine.ts'],
  [`${core}/session/matcher.ts`, '../channels/all.ts', './docblock.ts'],
  [`${core}/session/deep/matcher.ts`, '../../channels/all.ts', '../../scope/scope.ts'],
  [`${core}/session/docblock.ts`, 'vitest', 'node:path'],
  [`${core}/session/test-file.ts`, '@jest/environment', './docblock.ts'],
  [`${core}/lock/create-lock.ts`, '../session/docblock.ts', '../evidence-file/evidence-file.ts'],
  [`${core}/suggest/wish.ts`, '../lock/lock.ts', '../session/docblock.ts'],
  [`${core}/export/deno.ts`, '../suggest/suggestion.ts', '../lock/lock.ts'],
  [`${core}/isolation/find-isolation.ts`, '../guard/engine.ts', './read-tries.ts'],
  [`${core}/witness/witness.ts`, '../scope/scope.ts', '../attempt/attempt.ts'],
  [`${core}/senders/find-sender.ts`, '../report/allow-line.ts', '../policy/rule.ts'],
  [`${core}/evidence-file/create-run.ts`, '../lock/lock.ts', '../evidence/evidence.ts'],
  [`${core}/formats/format-sarif.ts`, '../reporting/finish-run.ts', '../evidence-file/evidence-file.ts'],
  [`${core}/reporting/finish-run.ts`, '../session/docblock.ts', '../formats/format-sarif.ts'],
  [`${core}/guard.ts`, './no-egress.ts', './channels/all.ts'],
  [`${core}/no-egress.ts`, './index.ts', './guard.ts'],
  [`${core}/index.ts`, 'jest-environment-agentguard', './no-egress.ts'],
  [`${core}/channels/tcp.ts`, './udp.ts', './socket.ts'],
  [`${core}/channels/udp.ts`, '../policy/verdict.ts', './channel.ts'],
  [`${core}/channels/pipe.ts`, '../scope/current-scope.ts', '../patch/replace-property.ts'],
  [`${core}/channels/dns.ts`, '../evidence/ledger.ts', '../errors/egress-error.ts'],
  [`${core}/channels/http.ts`, '../session/docblock.ts', 'node:http'],
  [`${core}/channels/channel.ts`, '../scope/scope.ts', '../policy/verdict.ts'],
  [`${core}/channels/undici/dispatch.ts`, '../udp.ts', './origin.ts'],
  [`${core}/channels/undici/origin.ts`, '../../policy/verdict.ts', '../channel.ts'],
  ['packages/jest/src/environment.ts', '../../core/src/session/docblock.ts', '@agentguard/core/session'],
  ['packages/vitest/src/plugin.ts', '@agentguard/core/dist/session.js', '@agentguard/core'],
  ['packages/vitest/src/setup.ts', '../../jest/src/index.ts', 'vitest'],
  ['examples/weather/tool.ts', '../../packages/core/src/index.ts', '@agentguard/core'],
] as const

const rules = [
  ['any', 'typescript(no-explicit-any)', 'export const port = (value: any): number => Number(value)\n'],
  ['a non-null assertion', 'typescript(no-non-null-assertion)', "export const host = (a?: string) => a!.concat('')\n"],
  ['a default export', 'import(no-default-export)', 'const port = 1\nexport default port\n'],
  ['a promise left alone', 'typescript(no-floating-promises)', 'Promise.resolve(1)\nexport const port = 1\n'],
  ['a cycle', 'import(no-cycle)', "import { host } from './cycle.ts'\nexport const port = (): number => host()\n"],
] as const
const inCycle = "import { port } from './rule-4.ts'\nexport const host = (): number => port()\n"

// Says which files of the folder are channels.
const allChannels = "import { tcp } from './tcp.ts'\nimport { udp } from './udp.ts'\nexport const all = [tcp, udp]\n"

const workspaceRoot = join(import.meta.dirname, '../../..')
let copy: string
let findings: readonly Finding[]

// The config alone, in a folder of its own: a planted file must never stand in the workspace.
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'agentguard-lint-'))
  for (const path of ['oxlint.config.ts', 'scripts/lint-layers.ts', 'package.json', 'tsconfig.base.json']) {
    cpSync(join(workspaceRoot, path), join(copy, path))
  }
  symlinkSync(join(workspaceRoot, 'node_modules'), join(copy, 'node_modules'), 'junction')

  for (const [file, forbidden, allowed] of imports) {
    plant(file, `import { a } from '${forbidden}'\nimport { b } from '${allowed}'\nexport const copy = [a, b]\n`)
  }
  plant(`${core}/errors/typed.ts`, "import type { A } from '../evidence/evidence.ts'\nexport type Copy = A\n")
  plant(`${core}/channels/all.ts`, allChannels)
  rules.forEach(([, , code], index) => plant(`packages/e2e/planted/rule-${index}.ts`, code))
  plant('packages/e2e/planted/cycle.ts', inCycle)
  findings = lint()
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

test.each(imports)('lint keeps %s from importing %s', (file) => {
  expect(restrictedLines(file)).toContain(1)
})

test.each(imports.map(([file, , allowed]) => [file, allowed]))('lint lets %s import %s', (file) => {
  expect(restrictedLines(file)).not.toContain(2)
})

test('lint lets channels/all.ts import the channels', () => {
  expect(restrictedLines(`${core}/channels/all.ts`)).toEqual([])
})

test('lint lets an error import a type of the evidence it carries', () => {
  expect(restrictedLines(`${core}/errors/typed.ts`)).toEqual([])
})

test.each(rules)('lint forbids %s', (_, rule, code) => {
  const file = `packages/e2e/planted/rule-${rules.findIndex((row) => row[2] === code)}.ts`

  expect(findings.filter((finding) => finding.filename === file).map((finding) => finding.code)).toEqual([rule])
})

/** What oxlint's JSON report says of one finding; `code` is the rule. */
interface Finding {
  readonly code: string
  readonly filename: string
  readonly labels: readonly { readonly span: { readonly line: number } }[]
}

function plant(file: string, code: string): void {
  mkdirSync(dirname(join(copy, file)), { recursive: true })
  writeFileSync(join(copy, file), code)
}

function lint(): readonly Finding[] {
  const oxlint = join(workspaceRoot, 'node_modules/oxlint/bin/oxlint')
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format', 'json'], { cwd: copy, encoding: 'utf8' })
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Finding[] }
  return diagnostics
}

function restrictedLines(file: string): (number | undefined)[] {
  return findings
    .filter((finding) => finding.filename === file && finding.code === 'eslint(no-restricted-imports)')
    .map((finding) => finding.labels[0]?.span.line)
}
