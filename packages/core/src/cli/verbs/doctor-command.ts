import { versions } from 'node:process'
import type { Command } from 'commander'
import { unsupportedNode } from '../../guard/engine/supported-node.ts'
import { checkGateway, type GatewayCheck } from '../run/check-gateway.ts'
import { addExamples, createVerb } from './create-verb.ts'
import { jsonFlag, printJson } from '../io/print-json.ts'

/** `agentguard doctor`: checks what this machine supports, and explains what it does not. */
export function createDoctorCommand(): Command {
  const verb = createVerb(
    'doctor',
    'Reports what this machine supports, by trying it: this Node, and the namespace for programs.\n' +
      'The exit code is 1 where something is missing.',
  )
    .summary('report what this machine supports')
    .option(...jsonFlag)
    .action(({ json = false }: { readonly json?: boolean }) => {
      const node = unsupportedNode(versions.node)
      const gateway = checkGateway()
      if (json) printJson('doctor', { node: { version: versions.node, ...found(node) }, isolate: gateway })
      else process.stdout.write(`${formatDoctor({ version: versions.node, problem: node }, gateway)}\n`)
      if (node !== undefined || 'problem' in gateway) process.exitCode = 1
    })
  return addExamples(verb, [['agentguard doctor', "before subprocess: 'isolate', or agentguard run --isolate"]])
}

function found(problem: string | undefined): object {
  return problem === undefined ? {} : { problem }
}

/** The report, one line for each check. */
export function formatDoctor(
  node: { readonly version: string; readonly problem: string | undefined },
  gateway: GatewayCheck,
): string {
  const lines = [`Node     ${node.problem ?? `${node.version} is supported`}`]
  if ('problem' in gateway) return [...lines, `isolate  does not work here: ${gateway.problem}`].join('\n')
  const { hidden } = gateway
  const sockets = hidden.length === 0 ? 'no socket needs hiding' : `programs do not see ${hidden.join(', ')}`
  return [...lines, `isolate  works: a program ran in its own namespace; ${sockets}`].join('\n')
}
