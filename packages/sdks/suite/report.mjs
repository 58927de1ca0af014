import { writeFileSync } from 'node:fs'

/** What a user's reporter can see, as one JSON file. */
export default class {
  onTestRunEnd(modules, unhandled) {
    const files = modules.map((module) => ({
      file: module.moduleId.replace(/^.*\/|\.test\..*$/g, ''),
      state: module.state(),
      errors: module.errors().map(({ name, message }) => `${name}: ${message}`),
      attempts: module.meta().agentguard?.attempts ?? [],
      duration: module.diagnostic().duration,
      tests: [...module.children.allTests()].map((test) => ({
        name: test.fullName.replaceAll(' > ', ' '),
        state: test.result().state,
        errors: (test.result().errors ?? []).map(({ name, message }) => `${name}: ${message}`),
        attempts: test.meta().agentguard?.attempts ?? [],
      })),
    }))
    writeFileSync('report.json', JSON.stringify({ files, unhandled: unhandled.map(String) }))
  }
}
