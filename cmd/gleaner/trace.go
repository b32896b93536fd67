package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"time"

	"github.com/rs/zerolog"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

// openTracer sends spans to an OpenTelemetry collector, over OTLP and HTTP,
// where one is named by trace.endpoint or OTEL_EXPORTER_OTLP_ENDPOINT. The
// returned func sends what is left.
func openTracer(ctx context.Context, cfg TraceConfig, log zerolog.Logger) (trace.Tracer, func(), error) {
	if cfg.Endpoint == "" && cmp.Or(os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"), os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT")) == "" {
		return noop.NewTracerProvider().Tracer(""), func() {}, nil
	}
	var options []otlptracehttp.Option
	if cfg.Endpoint != "" {
		options = append(options, otlptracehttp.WithEndpointURL(cfg.Endpoint))
	}
	exporter, err := otlptracehttp.New(ctx, options...)
	if err != nil {
		return nil, nil, usageError{fmt.Errorf("send traces to %s: %w", cfg.Endpoint, err), "trace.endpoint is a URL such as http://127.0.0.1:4318/v1/traces"}
	}
	// A collector that is away is not the articles' fault.
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { log.Warn().Err(err).Msg("traces were not sent") }))
	provider := sdktrace.NewTracerProvider(
		sdktrace.WithBatcher(exporter),
		sdktrace.WithSampler(sdktrace.ParentBased(sdktrace.TraceIDRatioBased(float64(cfg.Percent)/100))),
		sdktrace.WithResource(resource.NewSchemaless(
			attribute.String("service.name", "gleaner"), attribute.String("service.version", thisBuild().Version),
		)),
	)
	return provider.Tracer("gleaner"), func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if err := provider.Shutdown(ctx); err != nil {
			log.Warn().Err(err).Msg("the last traces were not sent")
		}
	}, nil
}
