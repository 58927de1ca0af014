import { relative } from 'node:path'
import { styleText } from 'node:util'
import { projects, type Project } from './projects.ts'
import { runProject } from './run-project.ts'

type Style = Parameters<typeof styleText>[0]

/** Runs all projects one after the other; returns the exit code, 0 when all of them did exactly what was expected. */
export async function runDemo(): Promise<number> {
  const begin = performance.now()
  print('agentguard: the tools of an AI agent, with real SDKs, under test. Nothing leaves this machine.')
  print('Tests in leaks/ fail on purpose. Below is what the runners print, without stacks and code frames.', 'dim')

  let surprises = 0
  for (const project of projects) surprises += await show(project)

  const seconds = ((performance.now() - begin) / 1000).toFixed(1)
  print('')
  print(surprises === 0 ? summary(seconds) : `The demo failed: ${surprises} surprises in ${seconds} s`, [
    'bold',
    surprises === 0 ? 'green' : 'red',
  ])
  return surprises === 0 ? 0 : 1
}

async function show(project: Project): Promise<number> {
  const { title, folder, command } = project
  print('')
  print(`── ${title} ${'─'.repeat(76 - title.length)}`, 'bold')
  print(`${relative(process.cwd(), folder)}$ ${command}`, 'dim')
  print('')
  const differences = await runProject(project, (line) => print(line))
  print('')
  if (differences.length === 0) print(`✔ ${countText(project)}`, 'green')
  else print(`✘ Not as expected (- expected, + found):\n\n${differences.join('\n\n')}`, 'red')
  return differences.length
}

/** The results, which are the expected ones. */
function countText({ expected }: Project): string {
  const failed = expected.filter(({ outcome }) => outcome === 'failed')
  const attempts = expected.flatMap(({ evidence }) => evidence)
  if (failed.length === 0) return `as expected: nothing failed, ${attempts.length} attempts reported`
  return `as expected: ${expected.length - failed.length} passed, ${failed.length} failed with the right evidence`
}

function summary(seconds: string): string {
  const results = projects.flatMap(({ expected }) => expected)
  const leaks = results.filter(({ outcome }) => outcome === 'failed').flatMap(({ evidence }) => evidence)
  const culprits = new Set(leaks.flatMap(({ culprit }) => culprit ?? []))
  return (
    `All as expected in ${seconds} s: ${leaks.length} leaks stopped and explained, by ${culprits.size} packages; ` +
    'no other test failed.'
  )
}

function print(line: string, style: Style = []): void {
  process.stdout.write(`${style.length === 0 ? line : styleText(style, line, { stream: process.stdout })}\n`)
}
