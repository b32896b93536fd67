package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gleaner/pipeline"
	"gleaner/pipeline/archive"
	"gleaner/pipeline/replay"
	"gleaner/schemas"
)

// replayFlags are the flags of the command.
type replayFlags struct {
	local   bool
	out     string
	dead    string
	job     string
	restart bool
	reason  string
	report  string

	format string
	mapped []string

	stream, subject, since, until string
	fromSeq                       uint64

	rate       float64
	byteRate   string
	copies     string
	similarity float64
	window     int
	every      time.Duration

	diff     bool
	examples int
}

func newReplayCommand() *cobra.Command {
	var f replayFlags
	cmd := &cobra.Command{
		Use:   "replay SOURCE...",
		Short: "Read archives and past streams, resumable and beside what is live",
		Long: `Read the articles of archives, or of a stream's past, through the same code as
live news.

A SOURCE is a file, a folder, a pattern such as '2019/*.warc.gz', or - for
standard input: JSON lines, JSON, text, HTML, CSV, Parquet, WARC, WACZ, tar and
zip, also compressed (.gz, .zst, .bz2). The format is found out, or said with
--format. --map says which columns hold what: --map text=body,published_at=date;
metadata.NAME=COLUMN keeps one more. --stream reads the broker's own past.

By default the articles are published on articles.backfill.JOB, for the workers
of the backfill lane, who never let it delay live news. With --local they are
extracted here, on all cores, into --out: a file of JSON lines (.gz and .zst are
compressed), or "nats" for the stream of records.

Interrupt it at any moment, and run the same command again: it goes on where it
was, and no article is lost or done twice. Progress is kept in NATS, or with
--out FILE in FILE.replay. Only one process runs a job at a time.

An article that is there several times, word for word or nearly so, is extracted
once; the others are recorded as copies of it (--copies). An article without a
date of publication gets that of its metadata, page or address, and
metadata.published_at_from says which; "none" marks those that have none.

--diff OLD NEW compares two files of extractions, or "stream" for what the stream
of records holds with a file, and publishes nothing.

Exit codes: 0 all was read, 1 not yet, or some articles became dead letters,
2 the command was wrong.`,
		Example: `  gleaner replay --local --out records.jsonl archive/
  gleaner replay --map text=body,published_at=date --rate 200 dump.parquet
  gleaner replay --stream ARTICLES --since 2026-11-01 --reason "better names"
  gleaner replay --local --stream ARTICLES --out new.jsonl
  gleaner replay --diff stream new.jsonl
  gleaner replay list`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(cmd, args); err != nil {
				return err
			}
			if err := f.checkOutputs(cmd, args); err != nil {
				return err
			}
			switch {
			case f.diff:
				return replayDiff(cmd, &f, args)
			case f.local && f.out != outNATS:
				return replayToFile(cmd, &f, args)
			}
			return replayWithNATS(cmd, &f, args)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.local, "local", false, "extract in this process instead of publishing to the backfill lane")
	flags.StringVar(&f.out, "out", "", "with --local: `file` of extractions, or nats")
	flags.StringVar(&f.dead, "dead", "", "with --out FILE: `file` of dead letters, copies and what else was left out (default FILE.dead.jsonl)")
	flags.StringVar(&f.job, "job", "", "`name` of the job (default: derived from the sources)")
	flags.BoolVar(&f.restart, "restart", false, "begin anew, whatever was done before")
	flags.StringVar(&f.reason, "reason", "", "why, for list and report: `text`")
	flags.StringVar(&f.report, "report", "", "write the final report as JSON to `file`")
	var formats []string
	for _, format := range archive.Formats() {
		formats = append(formats, string(format))
	}
	choice(cmd, &f.format, "format", "auto", "what the files hold", formats...)
	flags.StringSliceVar(&f.mapped, "map", nil, "which column fills a field: `field=column,...`")
	flags.StringVar(&f.stream, "stream", "", "read the past of this `stream` instead of files: ARTICLES, BACKFILL")
	flags.StringVar(&f.subject, "subject", "", "with --stream: only these subjects, for example articles.raw.wire")
	flags.StringVar(&f.since, "since", "", "with --stream: what was stored at this `time` or later: 2026-11-01, 2026-11-01T08:00:00Z, or 24h for a day ago")
	flags.StringVar(&f.until, "until", "", "with --stream: what was stored before this `time`")
	flags.Uint64Var(&f.fromSeq, "from-seq", 0, "with --stream: from this sequence on")
	flags.Float64Var(&f.rate, "rate", 0, "at most so many articles a second, 0 for no bound")
	flags.StringVar(&f.byteRate, "byte-rate", "", "at most so many bytes a second: 500k, 10M")
	choice(cmd, &f.copies, "copies", "near", "which articles to take for copies", "near", "exact", "off")
	flags.Float64Var(&f.similarity, "similarity", replay.DefaultSimilarity, "with --copies near: part of their word sequences that copies share")
	flags.IntVar(&f.window, "copies-window", replay.DefaultWindow, "how many articles are remembered to find copies; each takes 270 bytes")
	flags.DurationVar(&f.every, "progress", 10*time.Second, "how often progress is logged where there is no terminal")
	flags.BoolVar(&f.diff, "diff", false, "compare two sets of extractions, OLD and NEW")
	flags.IntVar(&f.examples, "examples", 3, "with --diff: examples of each kind of change")
	addSettings(cmd, flags, "nats", "engine", "worker.workers", "worker.timeout", "worker.grace")
	cmd.AddCommand(newReplayListCommand(), newReplayStatusCommand())
	cmd.AddCommand(newReplayTellCommands()...)
	return cmd
}

// outNATS is the value of --out for the stream of records.
const outNATS = "nats"

// check refuses what does not go together.
func (f *replayFlags) check(cmd *cobra.Command, args []string) error {
	wrong := func(message, hint string) error { return usageError{errors.New(message), hint} }
	switch {
	case f.diff && len(args) != 2:
		return wrong(fmt.Sprintf("--diff compares two, not %d", len(args)), "give OLD and NEW: files of extractions, or stream for what the stream of records holds")
	case f.diff:
		return nil
	case f.stream == "" && len(args) == 0:
		return wrong("no source", "name files or folders, - for standard input, or --stream")
	case f.stream != "" && len(args) > 0:
		return wrong("--stream and files exclude one another", "run one after the other")
	case f.local && f.out == "":
		return wrong("--local needs --out", "--out records.jsonl, or --out nats; for standard output use gleaner extract")
	case !f.local && f.out != "":
		return wrong("--out is for --local", "without --local the workers write the records")
	case f.similarity <= 0 || f.similarity > 1:
		return wrong(fmt.Sprintf("--similarity %v is not between 0 and 1", f.similarity), fmt.Sprintf("the default is %v", replay.DefaultSimilarity))
	case f.window < 1 || f.window > 50_000_000:
		return wrong(fmt.Sprintf("--copies-window %d is not between 1 and 50000000", f.window), "--copies off finds none")
	case f.rate < 0:
		return wrong("--rate is less than 0", "0 is no bound")
	case f.every <= 0:
		return wrong("--progress is no time", "for example --progress 10s")
	}
	for _, name := range []string{"subject", "since", "until", "from-seq"} {
		if f.stream == "" && cmd.Flags().Changed(name) {
			return wrong("--"+name+" is for --stream", "name the stream, for example --stream ARTICLES")
		}
	}
	if _, err := bytesPerSecond(f.byteRate); err != nil {
		return usageError{err, "write it like 500k, 10M or 1G"}
	}
	if _, err := archive.ParseMapping(f.mapped); err != nil {
		return usageError{err, ""}
	}
	for name, text := range map[string]string{"since": f.since, "until": f.until} {
		if _, err := timeOf(text, time.Now()); err != nil {
			return usageError{fmt.Errorf("--%s: %w", name, err), "write 2026-11-01, 2026-11-01T08:00:00Z, or 24h for a day ago"}
		}
	}
	return nil
}

// bytesPerSecond reads "500k", "10M"; empty is 0.
func bytesPerSecond(text string) (float64, error) {
	if text == "" {
		return 0, nil
	}
	units := map[byte]float64{'k': 1e3, 'K': 1e3, 'M': 1e6, 'G': 1e9}
	number, unit := strings.TrimSuffix(text, "B"), 1.0
	if number != "" && units[number[len(number)-1]] > 0 {
		number, unit = number[:len(number)-1], units[number[len(number)-1]]
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("--byte-rate %q is no number of bytes", text)
	}
	return n * unit, nil
}

// timeOf reads a date, a date-time, or a duration before now; empty is zero.
func timeOf(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if ago, err := time.ParseDuration(text); err == nil && ago >= 0 {
		return now.Add(-ago), nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time", text)
}

// settings are what decides what an article gives, as the job keeps it.
func (f *replayFlags) settings(cfg *loaded) map[string]string {
	mapped := slices.Clone(f.mapped)
	slices.Sort(mapped)
	s := map[string]string{"format": f.format, "map": strings.Join(mapped, ","), "copies": f.copies}
	if f.copies == "near" {
		s["similarity"] = fmt.Sprint(f.similarity)
	}
	if f.local {
		s["engine"], s["confidence"] = string(cfg.Engine.Name), string(cfg.Engine.Confidence)
		s["language"] = strings.Join(cfg.Engine.Languages, ",")
		s["events"], s["knowledge"] = strings.Join(cfg.Engine.Events, ","), strings.Join(cfg.Engine.Knowledge, ",")
	}
	return s
}

// sources says what is replayed, so that the same command is the same job.
func (f *replayFlags) sources(args []string) []string {
	if f.stream == "" {
		return args
	}
	about := []string{"stream " + f.stream}
	for _, part := range []struct{ name, value string }{{"subject", f.subject}, {"since", f.since}, {"until", f.until}} {
		if part.value != "" {
			about = append(about, part.name+" "+part.value)
		}
	}
	if f.fromSeq > 0 {
		about = append(about, fmt.Sprintf("from-seq %d", f.fromSeq))
	}
	return about
}

// name is that of the job: readable, and another one for other sources.
func (f *replayFlags) name(args []string, target string) string {
	if f.job != "" {
		return f.job
	}
	h := sha256.New()
	for _, s := range append(f.sources(args), target) {
		if full, err := filepath.Abs(s); err == nil && f.stream == "" {
			s = full
		}
		io.WriteString(h, s+"\n")
	}
	about := cmp.Or(f.stream, "stdin")
	if f.stream == "" && args[0] != "-" {
		about, _, _ = strings.Cut(filepath.Base(args[0]), ".")
	}
	about = strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, about), "-")
	return cmp.Or(about, "job")[:min(len(cmp.Or(about, "job")), 40)] + "-" + hex.EncodeToString(h.Sum(nil)[:3])
}

// holder names this process to who finds the job alive.
func holder() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return fmt.Sprintf("%s:%d", host, os.Getpid())
}

// openArchive opens the files where the job goes on.
func (f *replayFlags) openArchive(cmd *cobra.Command, args []string, from string) (pipeline.Source, error) {
	mapping, err := archive.ParseMapping(f.mapped)
	if err != nil {
		return nil, err
	}
	source, err := archive.Open(args, archive.Options{Stdin: cmd.InOrStdin(), Format: archive.Format(f.format), Map: mapping, From: from})
	if errors.Is(err, archive.ErrChanged) {
		return nil, usageError{err, "--restart begins anew"}
	}
	if err != nil {
		return nil, openError(err)
	}
	return source, nil
}

// sourceOptions are those of the job's source.
func (f *replayFlags) sourceOptions(workers int) replay.SourceOptions {
	byteRate, _ := bytesPerSecond(f.byteRate) // checked
	o := replay.SourceOptions{Inspect: inspectArticle, Workers: workers, Rate: f.rate, ByteRate: byteRate}
	switch f.copies {
	case "near":
		o.Copies = replay.NewCopies(f.window, f.similarity)
	case "exact":
		o.Copies = replay.NewCopies(f.window, 1)
	}
	return o
}

// beginError explains why a job cannot be begun.
func beginError(err error) error {
	hint := ""
	switch {
	case errors.Is(err, replay.ErrAlive):
		hint = "wait for it, or end it: gleaner replay status, gleaner replay cancel"
	case errors.Is(err, replay.ErrOther):
		hint = "give this one another --job or --out, or begin anew with --restart"
	case errors.Is(err, replay.ErrSettings):
		hint = "run it with those, or begin anew with --restart"
	case errors.Is(err, replay.ErrCancelled):
		hint = "gleaner replay resume lets it go on; --restart begins anew"
	case errors.Is(err, replay.ErrExists):
		hint = "choose another file, or overwrite it with --restart"
	case errors.Is(err, replay.ErrOutput):
		hint = "bring the file back, or begin anew with --restart"
	default:
		return err
	}
	return usageError{err, hint}
}

// lenient reads articles that may hold more than one has.
func lenient(body []byte, contentType string) (*schemas.Article, error) {
	a, _, err := schemas.DecodeArticleLenient(body, contentType)
	return a, err
}

// isFile says whether the argument names the state of a job in a file.
func isFile(name string) bool {
	return slices.Contains([]string{".replay"}, filepath.Ext(name)) || strings.ContainsRune(name, filepath.Separator)
}
