const { transformSync } = require('esbuild')
const { pathToFileURL } = require('node:url')
const options = { format: 'cjs', platform: 'node', target: 'node22' }
module.exports = {
  process(source, path) {
    const url = JSON.stringify(pathToFileURL(path).href)
    return { code: transformSync(source.replaceAll('import.meta.url', url), options).code }
  },
}
