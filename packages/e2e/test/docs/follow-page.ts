import { checkData } from './check-data.ts'
import { runWorkflow } from './run-workflow.ts'
import { type Code, readCode } from './read-code.ts'
import { type Block, readPage } from './read-page.ts'
import { createReader, type Outcome, type Reader, type Runner } from './reader.ts'
import { runShellLine } from './shell-line.ts'
import { isShownIn } from './shown-text.ts'

/** How far a reader has come: what was printed, and what is in the project and has not run yet. */
interface Progress {
  readonly reader: Reader
  readonly outputs: string[]
  readonly waiting: { readonly files: string[]; readonly places: string[] }
  /** Tests that a command further down has to run. */
  readonly later: Code[]
}

/**
 * Does all that a page says, from its first block to its last, once for each runner it is about: a config and the tests
 * below it are run by the real runner, a script by Node, a command by a shell; what is shown as printed has to be printed.
 * Returns a line for each block that fails or that nothing here runs.
 */
export async function followPage(page: string): Promise<readonly string[]> {
  const problems: string[] = []
  const runners = runnersOf(page)
  for (const runner of runners) {
    // What a command prints is the same in both projects.
    const isRepeated = ({ language, words }: Block) =>
      runner !== runners[0] && (language === 'console' || isCommand(words))
    const blocks = readPage(page).filter((block) => !isForOther(block, runner) && !isRepeated(block))
    if (blocks.length > 0) problems.push(...(await followBlocks(blocks, createReader(runner))))
  }
  return problems
}

/** Pages of one runner are named for it. */
function runnersOf(page: string): readonly Runner[] {
  const named = (['jest', 'vitest'] as const).filter((runner) => page.includes(runner))
  return named.length === 1 ? named : ['jest', 'vitest']
}

function isForOther({ language, words, text }: Block, runner: Runner): boolean {
  const other = runner === 'jest' ? 'vitest' : 'jest'
  const said = words.split(' ')
  if (said.includes(runner) || said.includes(other)) return said.includes(other)
  const names = (name: Runner): boolean => new RegExp(`\\b${name}\\b`).test(text)
  // Lines of a shell are not skipped by their text.
  return language !== 'sh' && names(other) && !names(runner)
}

async function followBlocks(blocks: readonly Block[], reader: Reader): Promise<readonly string[]> {
  const progress: Progress = { reader, outputs: [], waiting: { files: [], places: [] }, later: [] }
  const problems: string[] = []
  try {
    for (const block of blocks) {
      for (const problem of await follow(block, progress))
        problems.push(`${block.place} (${reader.runner}): ${problem}`)
    }
    problems.push(...(await runWaiting(progress)))
    const forgotten = progress.later.filter(({ file }) => !progress.outputs.some((text) => text.includes(file)))
    problems.push(...forgotten.map(({ place }) => `${place} (${reader.runner}): no command below runs it`))
  } finally {
    reader.leave()
  }
  return problems
}

async function follow(block: Block, progress: Progress): Promise<readonly string[]> {
  const { reader, outputs } = progress
  switch (block.language) {
    case 'js':
    case 'ts':
      if (isNameless(block.text)) return ['a module needs the name of its file in its first line: // jest.config.js']
      return await followCode(readCode(block, reader.runner), progress)
    case 'sh':
      return [...(await runWaiting(progress)), ...(await followShell(block, progress))]
    case 'console':
      return [...(await runWaiting(progress)), ...(await followConsole(block, reader))]
    case 'json':
      return [...(await runWaiting(progress)), ...checkData(block, reader)]
    case 'yaml':
      return [...(await runWaiting(progress)), ...(await runWorkflow(block, reader))]
    case 'text': {
      const failed = await runWaiting(progress)
      const shown = isCommand(block.words) ? [(await runShellLine(block.words, reader)).text] : outputs
      return isShownIn(block.text, shown)
        ? failed
        : [...failed, `this was not printed, but\n${shown.at(-1)?.slice(-4000)}`]
    }
    default:
      return [`nothing runs a block of '${block.language}': see CONTRIBUTING.md`]
  }
}

const isCommand = (words: string): boolean => words.startsWith('npx ')

const isNameless = (text: string): boolean =>
  /^(?:module\.exports|export default)/m.test(text) && !/^\/\/ \S+\.\w+\n/.test(text)

async function followCode(code: Code, progress: Progress): Promise<readonly string[]> {
  const { reader, waiting } = progress
  const failed = code.kind === 'config' || code.fails ? await runWaiting(progress) : []
  reader.write(code.file, code.text)
  if (code.fails) {
    // A file that a command below runs again stays.
    const problems = await runLine(`${commands[reader.runner]} ${code.file}`, 1, progress)
    if (!code.later) reader.remove(code.file)
    return [...failed, ...problems]
  }
  if (code.later) {
    progress.later.push(code)
    return failed
  }
  if (code.kind === 'script') return [...failed, ...(await runLine(`node ${code.file}`, 0, progress))]
  if (code.kind === 'test') waiting.files.push(code.file)
  waiting.places.push(code.place)
  return failed
}

const commands = { jest: 'jest', vitest: 'vitest run' }

/** Runs the waiting tests under the config above them, in one go. */
async function runWaiting(progress: Progress): Promise<readonly string[]> {
  const { reader, waiting } = progress
  if (waiting.places.length === 0) return []
  const files = ['test/quiet.test', ...waiting.files]
  const problems = await runLine(`${commands[reader.runner]} ${files.join(' ')}`, 0, progress)
  const places = waiting.places.splice(0).join(', ')
  // Later commands run their own tests, and not these again.
  for (const file of waiting.files.splice(0)) reader.remove(file)
  return problems.map((problem) => `${places}: ${problem}`)
}

async function followShell(block: Block, progress: Progress): Promise<readonly string[]> {
  const problems: string[] = []
  for (const line of block.text.split('\n')) {
    if (line.trim() !== '') problems.push(...(await runLine(line, block.words.includes('fails') ? 1 : 0, progress)))
  }
  return problems
}

/** `$ command`, and below it what it prints. */
async function followConsole(block: Block, reader: Reader): Promise<readonly string[]> {
  const problems: string[] = []
  for (const session of block.text.split(/^\$ /m).filter((text) => text !== '')) {
    const [line = '', ...shown] = session.split('\n')
    const { text } = await runShellLine(line, reader)
    if (!isShownIn(shown.join('\n'), [text])) problems.push(`'${line}' printed\n${text}`)
  }
  return problems
}

async function runLine(line: string, code: number, { reader, outputs }: Progress): Promise<readonly string[]> {
  const outcome: Outcome = await runShellLine(line, reader)
  outputs.push(`$ ${line}\n${outcome.text}`)
  return outcome.code === code ? [] : [`'${line}' ended with ${outcome.code}:\n${outcome.text.slice(-4000)}`]
}
