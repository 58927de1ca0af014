const { readFileSync, readdirSync } = require('node:fs')

const [, , folder] = process.argv
const results = readdirSync(folder)
  .filter((name) => name.endsWith('-result.json'))
  .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')))
for (const { name, status, steps, statusDetails } of results.sort((a, b) => a.name.localeCompare(b.name))) {
  console.log([name, status, ...steps.map((step) => step.name), statusDetails.message?.split('\n')[0]].join(' | '))
}
