import * as api from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { NodeSDK } from '@opentelemetry/sdk-node'

// As an application does: it starts the SDK and ends a span, which is exported in a batch some time later.
export async function reach({ url = 'https://otlp.example.com/v1/traces' } = {}) {
  process.env.OTEL_BSP_SCHEDULE_DELAY = '20'
  const sdk = new NodeSDK({ traceExporter: new OTLPTraceExporter({ url, timeoutMillis: 200 }), instrumentations: [] })
  sdk.start()
  api.trace.getTracer('agent').startSpan('answer').end()
  // There is one SDK a process: this makes room for the next one.
  for (const part of [api.trace, api.context, api.propagation]) part.disable()
}
