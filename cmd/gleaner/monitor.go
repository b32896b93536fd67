package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"gleaner/pipeline"
	"gleaner/pipeline/jetstream"
)

// health tells whether a worker is alive and ready.
type health struct {
	client  *jetstream.Client
	monitor *pipeline.Monitor
	lanes   *lanesCollector
	workers int
	// ending is closed when the worker was asked to end.
	ending <-chan struct{}
}

// alive says why the process should be started anew, nil when it should not:
// as many extractions as four times the workers have run away with a processor each.
func (h *health) alive() error {
	if n := h.monitor.Abandoned(); n >= 4*h.workers {
		return fmt.Errorf("%d extractions do not end although their time is over", n)
	}
	return nil
}

// ready says why no articles are worked on, nil when they are.
func (h *health) ready() error {
	select {
	case <-h.ending:
		return errors.New("the worker was asked to end")
	default:
	}
	if !h.client.Connected() {
		return errors.New("not connected to NATS")
	}
	if _, err := h.lanes.look(); err != nil {
		return err
	}
	if err := h.monitor.Refused(); err != nil {
		return fmt.Errorf("nothing can be stored: %w", err)
	}
	return h.alive()
}

// listenMonitor listens on the address, nil for none.
func listenMonitor(address string) (net.Listener, error) {
	if address == "" {
		return nil, nil
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, usageError{fmt.Errorf("listen for Prometheus: %w", err), "write it as --monitor HOST:PORT, and choose one that is free"}
	}
	return listener, nil
}

// serveMonitor answers /metrics, /healthz and /readyz until the returned func is
// called, which closes the listener.
func serveMonitor(listener net.Listener, m *metrics, h *health) (stop func()) {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answerHealth(w, h.alive()) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) { answerHealth(w, h.ready()) })
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 5 * time.Second, WriteTimeout: 30 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // it ends with Shutdown
	}()
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			_ = server.Close() // somebody still reads: let him go
		}
		<-done
	}
}

// answerHealth is 200 and "ok", or 503 and why not.
func answerHealth(w http.ResponseWriter, why error) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	answer := map[string]string{"status": "ok"}
	if why != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		answer = map[string]string{"status": "failing", "reason": why.Error()}
	}
	_ = json.NewEncoder(w).Encode(answer) // who asked may be gone
}
