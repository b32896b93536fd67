package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"github.com/schollz/progressbar/v3"

	"gleaner/pipeline/replay"
	"gleaner/schemas"
)

// replayProgress shows how a job goes: a bar on a terminal, lines of the log
// elsewhere.
type replayProgress struct {
	run   *replayRun
	out   io.Writer
	bar   *progressbar.ProgressBar // nil where there is no terminal
	log   zerolog.Logger
	began time.Time
	quit  chan struct{}
	group sync.WaitGroup
}

func newReplayProgress(r *replayRun) *replayProgress {
	p := &replayProgress{run: r, out: r.cmd.ErrOrStderr(), began: time.Now(), quit: make(chan struct{})}
	p.log, _ = newLogger(r.cfg, p.out) // the level was checked with the configuration
	return p
}

// start shows the progress until stop.
func (p *replayProgress) start() {
	every := p.run.flags.every
	if isTerminal(p.out) {
		every = 200 * time.Millisecond
		p.bar = progressbar.NewOptions64(-1, progressbar.OptionSetWriter(p.out), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false), progressbar.OptionSetWidth(20), progressbar.OptionFullWidth())
	}
	if p.run.job.Resumed {
		p.log.Info().Str("job", p.run.job.Name()).Int64("done", p.run.job.Totals().Read).Msg("going on where it was")
	}
	if was := p.run.job.Before; was != (schemas.Producer{}) {
		p.log.Warn().Int64("done", p.run.job.Totals().Read).Str("version", was.Version).Str("models", was.Models).Str("definitions", was.Definitions).
			Msg("what is done was extracted by another build or other definitions: --restart extracts it anew")
	}
	p.group.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				p.show()
			case <-p.quit:
				return
			}
		}
	})
}

// stop ends what start began.
func (p *replayProgress) stop() {
	close(p.quit)
	p.group.Wait()
	if p.bar != nil {
		_ = p.bar.Clear() // a bar that cannot be drawn is no failure
	}
}

// pace is how fast this run is, and how long it has to go; 0 when unknown.
func (p *replayProgress) pace() (perSecond float64, percent float64, left time.Duration) {
	took := time.Since(p.began)
	perSecond = float64(p.run.job.Done()) / max(took.Seconds(), 1e-9)
	done, total := p.run.job.Progress()
	if total <= 0 {
		return perSecond, 0, 0
	}
	part := min(float64(done)/float64(total), 1)
	before := float64(p.run.job.Begun()) / float64(total)
	if part > before {
		left = time.Duration(float64(took) * (1 - part) / (part - before))
	}
	return perSecond, 100 * part, left.Round(time.Second)
}

func (p *replayProgress) show() {
	c := p.run.job.Totals()
	perSecond, percent, left := p.pace()
	paused := p.run.job.IsPaused()
	if p.bar == nil {
		line := p.log.Info().Str("job", p.run.job.Name()).Int64("read", c.Read).Int64("extracted", c.Extracted).Int64("published", c.Published).
			Int64("skipped", c.Skipped).Int64("dead", c.Dead).Int64("events", c.Events).Float64("articles_per_second", round1(perSecond)).Bool("paused", paused)
		if percent > 0 {
			line = line.Float64("percent", round1(percent)).Str("eta", left.String())
		}
		line.Msg("replay")
		return
	}
	if _, total := p.run.job.Progress(); total > 0 {
		p.bar.ChangeMax64(1000)
		_ = p.bar.Set64(int64(10 * percent))
	}
	text := fmt.Sprintf("%s read", thousands(c.Read))
	for _, part := range []struct {
		n    int64
		name string
	}{{c.Extracted, "extracted"}, {c.Published, "published"}, {c.Skipped, "left out"}, {c.Dead, "dead"}} {
		if part.n > 0 {
			text += fmt.Sprintf(", %s %s", thousands(part.n), part.name)
		}
	}
	text += fmt.Sprintf("  %.0f/s", perSecond)
	switch {
	case paused:
		text += "  paused"
	case left > 0:
		text += "  " + left.String() + " to go"
	}
	p.bar.Describe(text)
}

func round1(f float64) float64 { return float64(int64(f*10+0.5)) / 10 }

// thousands writes a number with its thousands apart.
func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// reportRows is how many days and sources are shown to people; the file has all.
const reportRows = 12

// report says what became of the articles.
func (p *replayProgress) report(s *replay.State) error {
	if path := p.run.flags.report; path != "" {
		body, err := json.MarshalIndent(s, "", "  ")
		if err != nil {
			return fmt.Errorf("encode report: %w", err)
		}
		if err := os.WriteFile(path, append(body, '\n'), 0o644); err != nil {
			return fmt.Errorf("write report: %w", err)
		}
	}
	if p.bar == nil && !isTerminal(p.out) {
		p.log.Info().Str("job", s.Job).Str("status", string(s.Status)).Int64("active_ms", s.Active.Milliseconds()).Interface("report", s.Report).Msg("replay report")
		return nil
	}
	writeReplayReport(p.out, s, time.Since(p.began), p.run.job.Done())
	return nil
}

// writeReplayReport writes a report for people.
func writeReplayReport(w io.Writer, s *replay.State, took time.Duration, done int64) {
	r := &s.Report
	fmt.Fprintf(w, "%s: %s", s.Job, s.Status)
	if done > 0 {
		fmt.Fprintf(w, ", %s articles in %s (%.0f a second)", thousands(done), took.Round(time.Second), float64(done)/max(took.Seconds(), 1e-9))
	}
	fmt.Fprintf(w, "\n  read %s, extracted %s, published %s, left out %s, dead %s, events %s\n",
		thousands(r.Read), thousands(r.Extracted), thousands(r.Published), thousands(r.Skipped), thousands(r.Dead), thousands(r.Events))
	for _, part := range []struct {
		name string
		by   map[string]int64
	}{{"left out", r.SkippedBy}, {"dead", r.DeadBy}, {"passed over", r.PassedOver}, {"dates from", r.DatesFrom}} {
		if len(part.by) > 0 {
			fmt.Fprintf(w, "  %s: %s\n", part.name, byReason(part.by))
		}
	}
	for _, table := range []struct {
		name string
		rows map[string]*replay.Counts
	}{{"day", r.Days}, {"source", r.Sources}} {
		names, left := replay.Top(table.rows, reportRows)
		if len(names) == 0 {
			continue
		}
		fmt.Fprintf(w, "  %-28s %9s %9s %9s %9s %7s %9s\n", table.name, "read", "extracted", "published", "left out", "dead", "events")
		for _, name := range names {
			c := table.rows[name]
			fmt.Fprintf(w, "  %-28.28s %9s %9s %9s %9s %7s %9s\n", name, thousands(c.Read), thousands(c.Extracted), thousands(c.Published), thousands(c.Skipped), thousands(c.Dead), thousands(c.Events))
		}
		if left > 0 {
			fmt.Fprintf(w, "  and %s more; --report FILE has all\n", thousands(int64(left)))
		}
	}
	for _, o := range s.Outputs {
		fmt.Fprintf(w, "  %s: %s bytes\n", o.Path, thousands(o.Size))
	}
}

// byReason lists counts by name.
func byReason(by map[string]int64) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(by)) {
		parts = append(parts, fmt.Sprintf("%s %s", name, thousands(by[name])))
	}
	return strings.Join(parts, ", ")
}
