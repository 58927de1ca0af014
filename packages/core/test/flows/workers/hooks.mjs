import { once } from 'node:events'
import net from 'node:net'

export async function resolve(specifier, context, next) {
  if (specifier !== 'virtual:attempt') return next(specifier, context)
  const answer = await once(net.connect(443, '203.0.113.7'), 'connect').catch(({ code }) => code)
  return { url: `data:text/javascript,export default ${JSON.stringify(answer)}`, shortCircuit: true }
}
