/**
 * Hooks that create OpenTelemetry spans for calls, named by the semantic conventions for HTTP clients.
 * `tracer` is the result of `trace.getTracer('my-program')` of `@opentelemetry/api`.
 */
import type { Hooks } from '@cloudlink-center/client';

/** The part of OpenTelemetry's `Tracer` that is used here. */
interface Tracer {
  startSpan(name: string, options: { kind: number; attributes: Record<string, string | number> }): Span;
}
interface Span {
  setAttribute(name: string, value: string | number): unknown;
  setStatus(status: { code: number }): unknown;
  end(): void;
}

const SPAN_KIND_CLIENT = 2;
const STATUS_ERROR = 2;

/**
 * Use it as `createCloudLink({ hooks: spans(tracer) })`. Events contain no secret and no parameter value, so
 * spans contain none.
 */
export function spans(tracer: Tracer): Hooks {
  const open = new Map<string, Span>();
  return {
    onRequest({ call, attempt, method, path, node, operationId }) {
      const { hostname, port } = new URL(node);
      const attributes = {
        'http.request.method': method,
        'url.template': path,
        'server.address': hostname,
        'server.port': Number(port || 443),
        'http.request.resend_count': attempt - 1,
        ...(operationId && { 'cloudlink.operation': operationId }),
      };
      open.set(
        `${call}/${attempt}`,
        tracer.startSpan(`${method} ${path}`, { kind: SPAN_KIND_CLIENT, attributes }),
      );
    },
    onResponse({ call, attempt, status, error }) {
      const key = `${call}/${attempt}`;
      const span = open.get(key);
      open.delete(key);
      if (status !== undefined) span?.setAttribute('http.response.status_code', status);
      if (error !== undefined) {
        span?.setAttribute('error.type', error.code);
        span?.setStatus({ code: STATUS_ERROR });
      }
      span?.end();
    },
  };
}
