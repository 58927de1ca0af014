import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'

// By default, a batch leaves after five seconds.
export function once({ url }) {
  const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces`, timeoutMillis: 200 })
  const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] })
  provider.getTracer('agent').startSpan('answer').end()
}
