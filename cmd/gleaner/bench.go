package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/extractors/eval"
	"gleaner/schemas"
)

// benchFlags are the flags of bench.
type benchFlags struct {
	files, gold string
	engines     []string
	articles    int
	repeats     int
	lengths     bool
	json        bool
}

// benchResult is what one engine does on the articles.
type benchResult struct {
	Engine   string `json:"engine"`
	Articles int    `json:"articles"`
	Tokens   int    `json:"tokens"`
	// Stages are timed one by one on one core, with trees for every sentence.
	Stages []stageSpeed `json:"stages"`
	// Names is clean, segment, tag and names together, Trees those with parse,
	// on one core.
	Names speed `json:"to_names"`
	Trees speed `json:"to_trees"`
	// Added is the time of entities and values as a share of that of the stages
	// before them, trees of every sentence among those.
	Added float64 `json:"entities_and_values_added"`
	// OneCore is the whole engine as it is used, records excluded: only the
	// sentences that somebody asks for get trees.
	OneCore speed `json:"one_core"`
	// AllCores is the whole engine with a worker on each of Cores, records included.
	AllCores speed `json:"all_cores"`
	Cores    int   `json:"cores"`
	// FirstArticle is from the start of a new process to its first record, in milliseconds.
	FirstArticle float64 `json:"first_article_ms"`
	// PeakRSS is the peak resident memory of a process that reads all articles, in MB; 0 where unknown.
	PeakRSS float64 `json:"peak_rss_mb"`
}

// speed is the median of the repeats.
type speed struct {
	ArticlesPerSecond float64 `json:"articles_per_s"`
	TokensPerSecond   float64 `json:"tokens_per_s"`
}

type stageSpeed struct {
	Stage string `json:"stage"`
	speed
	// Share is the stage's part of the time of all stages.
	Share float64 `json:"share"`
}

func newBenchCommand() *cobra.Command {
	var flags benchFlags
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure how fast the engines are",
		Long: `Measure how fast the engines are: articles and tokens a second for each stage
on one core, for the whole on one core and on all, the time from the start of a
process to its first record (the median of nine), and its peak memory. Figures
are medians of the repeats, after one run that does not count. The row of parse
is the time for trees of every sentence; the whole engine parses only those that
hold an event. What entities and values add is measured against all stages
before them.

With --lengths, articles of 1 kB to 5 MB are made of those given, to show that
time grows no faster than length; those of 1 MB and more are read once.

The articles are those of --files, else data/raw/articles.jsonl.gz of the data
folder (GLEANER_DATA), else the embedded samples over and over.`,
		Example: "  gleaner bench\n  gleaner bench --engine ours --articles 1000 --json\n  gleaner bench --lengths --engine ours",
		Args:    usage(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return runBench(cmd, &flags) },
	}
	f := cmd.Flags()
	f.StringVar(&flags.files, "files", "", "articles as JSON lines, or gzipped")
	f.StringVar(&flags.gold, "gold", "", "annotated articles, JSON lines, instead of --files")
	f.StringSliceVar(&flags.engines, "engine", []string{"ours", "prose"}, "engines to measure")
	f.IntVar(&flags.articles, "articles", 200, "how many articles to read")
	f.IntVar(&flags.repeats, "repeats", 3, "how often to measure")
	f.BoolVar(&flags.lengths, "lengths", false, "measure articles of 1 kB to 5 MB instead")
	f.BoolVar(&flags.json, "json", false, "write JSON")
	return cmd
}

func runBench(cmd *cobra.Command, flags *benchFlags) error {
	if flags.articles < 1 || flags.repeats < 1 {
		return usageError{fmt.Errorf("--articles and --repeats must be at least 1"), ""}
	}
	if err := checkEngines(flags.engines); err != nil {
		return err
	}
	articles, err := benchArticles(flags)
	if err != nil {
		return err
	}
	if flags.lengths {
		return runBenchLengths(cmd, flags, articles)
	}
	results := make([]benchResult, len(flags.engines))
	// Linux counts what this process has held at most into the peaks of processes
	// that it starts, so these are measured while it is still small.
	for i, name := range flags.engines {
		results[i] = benchResult{Engine: name, Articles: len(articles), Cores: runtime.GOMAXPROCS(0)}
		if err := results[i].measureProcess(cmd.Context(), articles); err != nil {
			return err
		}
	}
	for i := range results {
		if err := results[i].measureEngine(cmd.Context(), articles, flags.repeats); err != nil {
			return err
		}
	}
	if flags.json {
		encoder := json.NewEncoder(cmd.OutOrStdout())
		encoder.SetIndent("", "  ")
		return encoder.Encode(results)
	}
	for i := range results {
		printBench(cmd.OutOrStdout(), &results[i])
	}
	return nil
}

// measureEngine times the engine within this process.
func (r *benchResult) measureEngine(ctx context.Context, articles []schemas.Article, repeats int) error {
	engine, err := extractors.Open(extractors.Options{Engine: r.Engine, Version: thisBuild().Version})
	if err != nil {
		return usageError{fmt.Errorf("open engine: %w", err), ""}
	}
	if err := r.measureStages(ctx, engine, articles, repeats); err != nil {
		return err
	}
	return r.measureAllCores(ctx, engine, articles, repeats)
}

// measureStages times every stage on one core, and the whole.
func (r *benchResult) measureStages(ctx context.Context, engine *extractors.Engine, articles []schemas.Article, repeats int) error {
	stages := engine.Stages()
	times := make([][]time.Duration, len(stages))
	var whole []time.Duration
	for n := range repeats + 1 {
		spent := make([]time.Duration, len(stages))
		r.Tokens = 0
		for i := range articles {
			d := extractors.Document(ctx, &articles[i])
			if err := timeStages(stages, d, spent); err != nil {
				return fmt.Errorf("bench %s: %w", articles[i].ID, err)
			}
			r.Tokens += len(d.Tokens)
			d.Release()
		}
		begin := time.Now()
		for i := range articles {
			d := extractors.Document(ctx, &articles[i])
			if err := engine.Apply(d); err != nil {
				return fmt.Errorf("bench %s: %w", articles[i].ID, err)
			}
			d.Release()
		}
		if n > 0 {
			whole = append(whole, time.Since(begin))
			for s := range spent {
				times[s] = append(times[s], spent[s])
			}
		}
	}
	r.OneCore = r.speed(median(whole))
	r.sumStages(stages, times)
	return nil
}

// timeStages runs the stages and adds to spent how long each took; that of the
// parser is for all sentences.
func timeStages(stages []extractors.Stage, d *doc.Doc, spent []time.Duration) error {
	for s, stage := range stages {
		begin := time.Now()
		if err := stage.Apply(d); err != nil {
			return fmt.Errorf("stage %s: %w", stage.Name(), err)
		}
		if stage.Adds()&doc.Trees != 0 {
			for i := range d.Sentences {
				if err := d.Parse(i); err != nil {
					return fmt.Errorf("stage %s: %w", stage.Name(), err)
				}
			}
		}
		spent[s] += time.Since(begin)
		d.Fill(stage.Adds())
	}
	return nil
}

// sumStages fills the rows of the stages and of those that lead to names and
// to trees.
func (r *benchResult) sumStages(stages []extractors.Stage, times [][]time.Duration) {
	var all, toNames, toTrees, added time.Duration
	for s, stage := range stages {
		took := median(times[s])
		all += took
		adds := stage.Adds()
		if adds&(doc.Text|doc.Tokens|doc.Tags|doc.Mentions|doc.Trees) != 0 && stage.Needs()&doc.Mentions == 0 {
			toTrees += took
			if adds&doc.Trees == 0 {
				toNames += took
			}
		}
		if adds&(doc.Entities|doc.Values) != 0 {
			added += took
		}
	}
	if toTrees > 0 {
		r.Added = added.Seconds() / toTrees.Seconds()
	}
	for s, stage := range stages {
		took := median(times[s])
		r.Stages = append(r.Stages, stageSpeed{Stage: stage.Name(), speed: r.speed(took), Share: took.Seconds() / all.Seconds()})
	}
	r.Names, r.Trees = r.speed(toNames), r.speed(toTrees)
}

// measureAllCores times the engine with a worker on each core.
func (r *benchResult) measureAllCores(ctx context.Context, engine *extractors.Engine, articles []schemas.Article, repeats int) error {
	var times []time.Duration
	for range repeats {
		begin := time.Now()
		if err := extractAll(ctx, engine, articles); err != nil {
			return err
		}
		times = append(times, time.Since(begin))
	}
	r.AllCores = r.speed(median(times))
	return nil
}

func extractAll(ctx context.Context, engine *extractors.Engine, articles []schemas.Article) error {
	var next atomic.Int64
	var workers sync.WaitGroup
	var once sync.Once
	var failed error
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(articles)); i = next.Add(1) - 1 {
				if _, err := engine.Extract(ctx, &articles[i]); err != nil {
					once.Do(func() { failed = fmt.Errorf("bench %s: %w", articles[i].ID, err) })
				}
			}
		})
	}
	workers.Wait()
	return failed
}

// starts is how many processes are started for the time to the first record,
// which differs much from one to the next; the first does not count.
const starts = 10

// measureProcess runs this program on one article after another for the time to
// the first record, and on all for the peak memory.
func (r *benchResult) measureProcess(ctx context.Context, articles []schemas.Article) error {
	var times []time.Duration
	for i := range starts {
		took, _, err := runExtract(ctx, r.Engine, articles[i%len(articles):][:1])
		if err != nil {
			return err
		}
		if i > 0 {
			times = append(times, took)
		}
	}
	r.FirstArticle = float64(median(times).Microseconds()) / 1000
	_, rss, err := runExtract(ctx, r.Engine, articles)
	r.PeakRSS = rss
	return err
}

// runExtract feeds articles to a new process; first is when its first byte came.
func runExtract(ctx context.Context, engine string, articles []schemas.Article) (first time.Duration, rss float64, err error) {
	program, err := os.Executable()
	if err != nil {
		return 0, 0, fmt.Errorf("find this program: %w", err)
	}
	var input bytes.Buffer
	for i := range articles {
		if err := json.NewEncoder(&input).Encode(&articles[i]); err != nil {
			return 0, 0, err
		}
	}
	child := exec.CommandContext(ctx, program, "extract", "--engine", engine, "--format", "json", "-")
	child.Stdin, child.Stderr = &input, os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		return 0, 0, err
	}
	begin := time.Now()
	if err := child.Start(); err != nil {
		return 0, 0, fmt.Errorf("start %s: %w", program, err)
	}
	if _, err := out.Read(make([]byte, 1)); err == nil {
		first = time.Since(begin)
	}
	if _, err := io.Copy(io.Discard, out); err != nil {
		return 0, 0, err
	}
	if err := child.Wait(); err != nil {
		return 0, 0, fmt.Errorf("run %s extract: %w", program, err)
	}
	return first, peakRSS(child.ProcessState), nil
}

func (r *benchResult) speed(took time.Duration) speed {
	return speed{float64(r.Articles) / took.Seconds(), float64(r.Tokens) / took.Seconds()}
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}

func printBench(out io.Writer, r *benchResult) {
	fmt.Fprintf(out, "engine %s: %d articles, %d tokens\n", r.Engine, r.Articles, r.Tokens)
	fmt.Fprintf(out, "  %-16s %12s %12s %7s\n", "stage", "articles/s", "tokens/s", "share")
	for _, s := range r.Stages {
		fmt.Fprintf(out, "  %-16s %12.0f %12.0f %6.1f%%\n", s.Stage, s.ArticlesPerSecond, s.TokensPerSecond, 100*s.Share)
	}
	for _, row := range []struct {
		name string
		speed
	}{
		{"text to names", r.Names}, {"text to trees", r.Trees}, {"all, one core", r.OneCore}, {fmt.Sprintf("all, %d cores", r.Cores), r.AllCores},
	} {
		fmt.Fprintf(out, "  %-16s %12.0f %12.0f\n", row.name, row.ArticlesPerSecond, row.TokensPerSecond)
	}
	if r.Added > 0 {
		fmt.Fprintf(out, "  entities and values add %.1f%% to the time of the stages before them\n", 100*r.Added)
	}
	fmt.Fprintf(out, "  first article after %.0f ms, peak memory %.0f MB\n\n", r.FirstArticle, r.PeakRSS)
}

// benchGold turns annotated articles into plain ones.
func benchGold(path string) ([]schemas.Article, error) {
	gold, err := eval.OpenGold(path)
	if err != nil {
		return nil, err
	}
	articles := make([]schemas.Article, len(gold))
	for i := range gold {
		articles[i] = *gold[i].Article()
	}
	return articles, nil
}
