package pipeline

import (
	"context"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// HeaderCarrier lets OpenTelemetry read and write the trace of a message
// (traceparent and tracestate of W3C Trace Context) in its headers.
type HeaderCarrier map[string][]string

var _ propagation.TextMapCarrier = HeaderCarrier{}

// Get finds a header whatever the case of its name.
func (h HeaderCarrier) Get(name string) string {
	for key, values := range h {
		if len(values) > 0 && strings.EqualFold(key, name) {
			return values[0]
		}
	}
	return ""
}

// Set replaces a header.
func (h HeaderCarrier) Set(name, value string) {
	for key := range h {
		if strings.EqualFold(key, name) {
			delete(h, key)
		}
	}
	h[name] = []string{value}
}

// Keys lists the names.
func (h HeaderCarrier) Keys() []string {
	keys := make([]string, 0, len(h))
	for key := range h {
		keys = append(keys, key)
	}
	return keys
}

// TraceContext is how traces are carried from articles to records.
var TraceContext propagation.TextMapPropagator = propagation.TraceContext{}

// startArticle begins the span of a delivery, below the one it carries.
func (w *worker) startArticle(ctx context.Context, d Delivery) (context.Context, trace.Span) {
	ctx = TraceContext.Extract(ctx, HeaderCarrier(d.Header()))
	return w.cfg.Tracer.Start(ctx, "article", trace.WithSpanKind(trace.SpanKindConsumer), trace.WithAttributes(
		attribute.String("messaging.destination.name", d.Subject()),
		attribute.Int("gleaner.attempt", d.Attempt()),
	))
}

// endArticle says in the span how the delivery was settled.
func endArticle(span trace.Span, s Settlement) {
	span.SetAttributes(
		attribute.String("gleaner.article", s.ArticleID),
		attribute.String("gleaner.settled", s.Disposition.String()),
		attribute.Int("gleaner.events", s.Events),
	)
	if s.Reason != "" {
		span.SetAttributes(attribute.String("gleaner.reason", s.Reason), attribute.String("gleaner.stage", s.Stage))
	}
	if s.Err != nil && s.Disposition != Ack {
		span.RecordError(s.Err)
		span.SetStatus(codes.Error, s.Reason)
	}
}
