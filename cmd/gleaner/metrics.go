package main

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"gleaner/pipeline"
	"gleaner/pipeline/jetstream"
	"gleaner/schemas"
)

// metrics are what Prometheus reads of a worker. They are safe for concurrent use.
type metrics struct {
	registry *prometheus.Registry

	articles *prometheus.CounterVec
	dead     *prometheus.CounterVec
	again    prometheus.Counter
	panics   prometheus.Counter
	events   *prometheus.CounterVec
	entities *prometheus.CounterVec
	stages   *prometheus.HistogramVec
	article  prometheus.Histogram
	requests *prometheus.HistogramVec
}

func newMetrics() *metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "gleaner_" + name, Help: help}, labels)
	}
	seconds := prometheus.ExponentialBuckets(0.0001, 4, 10) // to 26 s
	m := &metrics{
		registry: prometheus.NewRegistry(),
		articles: counter("articles_total", "Articles settled, by outcome: ack, retry, dead, skipped.", "outcome"),
		dead:     counter("dead_letters_total", "Dead letters stored, by reason.", "reason"),
		again:    prometheus.NewCounter(prometheus.CounterOpts{Name: "gleaner_redelivered_total", Help: "Articles that were worked on for the second time or more."}),
		panics:   prometheus.NewCounter(prometheus.CounterOpts{Name: "gleaner_panics_total", Help: "Panics while an article was worked on."}),
		events:   counter("events_total", "Events published, by type and status.", "type", "status"),
		entities: counter("entities_total", "Entities published, by type.", "type"),
		stages:   prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "gleaner_stage_seconds", Help: "Seconds an article spent in a stage.", Buckets: seconds}, []string{"stage"}),
		article:  prometheus.NewHistogram(prometheus.HistogramOpts{Name: "gleaner_article_seconds", Help: "Seconds from reading an article to settling it.", Buckets: seconds}),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "gleaner_request_seconds", Help: "Seconds to answer a request on gleaner.extract, by outcome: ok, failed.", Buckets: seconds}, []string{"outcome"}),
	}
	build := thisBuild()
	info := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "gleaner_build_info", Help: "Always 1; the labels say what is running.", ConstLabels: prometheus.Labels{"version": build.Version},
	}, func() float64 { return 1 })
	m.registry.MustRegister(m.articles, m.dead, m.again, m.panics, m.events, m.entities, m.stages, m.article, m.requests, info,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// settled counts a settlement.
func (m *metrics) settled(s pipeline.Settlement) {
	outcome := s.Disposition.String()
	switch {
	case s.Disposition == pipeline.Term:
		outcome = "dead"
		m.dead.WithLabelValues(s.Reason).Inc()
	case s.Disposition == pipeline.Ack && s.Reason != "":
		outcome = "skipped"
	}
	m.articles.WithLabelValues(outcome).Inc()
	m.article.Observe(s.Duration.Seconds())
	if s.Attempt > 1 {
		m.again.Inc()
	}
	if s.Reason == string(schemas.CodePanic) {
		m.panics.Inc()
	}
	if s.Extraction == nil {
		return
	}
	m.stages.WithLabelValues("write").Observe(s.Writing.Seconds())
	for _, e := range s.Extraction.Events {
		m.events.WithLabelValues(e.Type, string(e.Status)).Inc()
	}
	for _, e := range s.Extraction.Entities {
		m.entities.WithLabelValues(string(e.Type)).Inc()
	}
}

// stage measures a stage of the engine, see extractors.Options.
func (m *metrics) stage(name string) (end func()) {
	began := time.Now()
	return func() { m.stages.WithLabelValues(name).Observe(time.Since(began).Seconds()) }
}

// answered counts a request.
func (m *metrics) answered(took time.Duration, err error) {
	outcome := "ok"
	if err != nil {
		outcome = "failed"
	}
	m.requests.WithLabelValues(outcome).Observe(took.Seconds())
}

// watchRun adds what the process itself is at.
func (m *metrics) watchRun(monitor *pipeline.Monitor, client *jetstream.Client) {
	gauge := func(name, help string, read func() float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "gleaner_" + name, Help: help}, read))
	}
	gauge("in_hand", "Articles this process works on.", func() float64 { return float64(monitor.InHand()) })
	gauge("abandoned", "Extractions that go on although their time was over.", func() float64 { return float64(monitor.Abandoned()) })
	gauge("refused", "1 while what is found cannot be stored.", func() float64 {
		if monitor.Refused() != nil {
			return 1
		}
		return 0
	})
	gauge("nats_connected", "1 while connected to NATS.", func() float64 {
		if client.Connected() {
			return 1
		}
		return 0
	})
}

// lanesCollector asks the server how the lanes stand when Prometheus asks us,
// and not more often than every few seconds.
type lanesCollector struct {
	client *jetstream.Client
	lanes  []jetstream.SourceConfig

	mu     sync.Mutex
	asked  time.Time
	states map[jetstream.Lane]jetstream.LaneState
	err    error
}

const (
	// laneFresh is for how long an answer of the server is good.
	laneFresh = 2 * time.Second
	// lanePatience is how long the server may take to answer.
	lanePatience = 3 * time.Second
)

var (
	laneWaiting     = prometheus.NewDesc("gleaner_lane_waiting", "Articles of the lane that no worker has got yet.", []string{"lane"}, nil)
	laneInFlight    = prometheus.NewDesc("gleaner_lane_in_flight", "Articles of the lane that workers hold.", []string{"lane"}, nil)
	laneRedelivered = prometheus.NewDesc("gleaner_lane_redelivered", "Articles that workers hold for the second time or more.", []string{"lane"}, nil)
	laneOldest      = prometheus.NewDesc("gleaner_lane_oldest_seconds", "Age of the oldest article of the lane that is not settled.", []string{"lane"}, nil)
)

// Describe implements prometheus.Collector.
func (l *lanesCollector) Describe(to chan<- *prometheus.Desc) { prometheus.DescribeByCollect(l, to) }

// Collect implements prometheus.Collector. What the server does not tell is
// missing, which is the truth.
func (l *lanesCollector) Collect(to chan<- prometheus.Metric) {
	states, err := l.look()
	if err != nil {
		return
	}
	for lane, s := range states {
		age := 0.0
		if !s.Oldest.IsZero() {
			age = max(time.Since(s.Oldest).Seconds(), 0)
		}
		for desc, value := range map[*prometheus.Desc]float64{
			laneWaiting: float64(s.Waiting), laneInFlight: float64(s.InFlight), laneRedelivered: float64(s.Redelivered), laneOldest: age,
		} {
			to <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, string(lane))
		}
	}
}

// look asks the server, or remembers what it said.
func (l *lanesCollector) look() (map[jetstream.Lane]jetstream.LaneState, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if time.Since(l.asked) < laneFresh {
		return l.states, l.err
	}
	ctx, cancel := context.WithTimeout(context.Background(), lanePatience)
	defer cancel()
	l.states, l.err = map[jetstream.Lane]jetstream.LaneState{}, nil
	for _, lane := range l.lanes {
		state, err := l.client.LaneState(ctx, lane)
		if err != nil {
			l.err = err
			break
		}
		l.states[lane.Lane] = state
	}
	l.asked = time.Now()
	return l.states, l.err
}
