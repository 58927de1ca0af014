// Runs every cell under one tool in Vitest, a process for each channel: `measure-tool.ts <tool>`. Reports on stderr which
// channel is over, and prints all cells as JSON.
import { basename, join } from 'node:path'
import { agentguard } from '@agentguard/vitest'
import { startVitest, type TestModule } from 'vitest/node'
import type { Measured } from './measured.ts'
import { findTool, type Tool } from './tools.ts'

const modules: TestModule[] = []
const unhandled = await runCells(findTool(process.argv[2]))
console.log(JSON.stringify(modules.flatMap((module) => cellsOf(module, unhandled))))
// Failed tests are what is measured, and a tool may have left connections that never end.
process.exit(0)

async function runCells(tool: Tool): Promise<readonly Unhandled[]> {
  const run = await startVitest(
    'test',
    [],
    {
      config: false,
      watch: false,
      root: import.meta.dirname,
      include: ['channels/*.ts'],
      setupFiles: tool.setup === undefined ? [] : [join(import.meta.dirname, 'setups', `${tool.setup}.ts`)],
      pool: 'forks',
      maxWorkers: 2,
      testTimeout: 10_000,
      execArgv: ['--no-warnings', '--import', join(import.meta.dirname, 'preload.ts')],
      silent: true,
      reporters: [{ onTestModuleEnd: report }],
    },
    tool.name === 'agentguard' ? { plugins: [agentguard()] } : {},
  )
  const errors = run.state.getUnhandledErrors() as readonly Unhandled[]
  await run.close()
  return errors
}

/** What Vitest adds to an error that nothing caught: while which test it came. */
interface Unhandled {
  readonly VITEST_TEST_NAME?: string
  readonly VITEST_TEST_PATH?: string
}

function report(module: TestModule): void {
  modules.push(module)
  console.error(basename(module.moduleId, '.ts'))
}

function cellsOf(module: TestModule, unhandled: readonly Unhandled[]): readonly Measured[] {
  const here = unhandled.filter((error) => error.VITEST_TEST_PATH === module.moduleId)
  const failed = new Set(here.map((error) => error.VITEST_TEST_NAME))
  return [...module.children.allTests()].map((test) => {
    const { observed } = test.meta()
    const { state, errors } = test.result()
    if (observed === undefined) throw new Error(`${module.moduleId} > ${test.name}: ${errors?.[0]?.message ?? state}`)
    return { ...observed, reported: state === 'failed' || failed.has(test.name) }
  })
}
