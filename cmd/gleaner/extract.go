package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"gleaner/pipeline"
	"gleaner/pipeline/archive"
	"gleaner/schemas"
)

func newExtractCommand() *cobra.Command {
	var format string
	var strict bool
	var pictures picturePaths
	cmd := &cobra.Command{
		Use:   "extract [FILE|DIR|-]...",
		Short: "Extract entities and events from files",
		Long: `Extract entities and events from articles in files, folders or standard input.

Text, HTML, JSON, JSON lines, CSV, Parquet, WARC, WACZ, tar and zip are told
apart, also compressed (.gz, .zst, .bz2). The order of the output is that of the
input. Large archives are for "gleaner replay --local", which can be interrupted.

Piped, the output is JSON lines, one extraction an article. On a terminal it is
readable: the headline, a card for each event with its status and evidence, and
the entities by type.

--html writes the articles with their evidence marked as one file for a browser,
which needs nothing else; --svg draws the evidence of each event. Records are then
written only when --format asks for them.

Lines may hold more fields than an article has; they are left out with one
warning a field, or refused with --strict.

Exit codes: 0 all articles were read, 1 some failed (file, line, field and
reason are on standard error, the rest was done), 2 the command was wrong.`,
		Example: `  gleaner extract article.txt
  gleaner extract archive/ > records.jsonl
  curl -s https://example.org/story.html | gleaner extract
  gleaner extract --html evidence.html article.txt
  gleaner extract --format json news.jsonl.gz | jq '.events[].type'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := loadConfig(cmd)
			if err != nil {
				return err
			}
			if format == "auto" && pictures.wanted() {
				format = "none"
			}
			if format == "auto" && isTerminal(cmd.OutOrStdout()) {
				format = "text"
			}
			cfg.readNamed()
			return extract(cmd, cfg, args, &extractRun{format: format, strict: strict, pictures: pictures})
		},
	}
	choice(cmd, &format, "format", "auto", "what to write", "auto", "json", "text")
	cmd.Flags().BoolVar(&strict, "strict", false, "refuse unknown fields instead of leaving them out")
	cmd.Flags().StringVar(&pictures.html, "html", "", "write the articles with their evidence as one HTML `file`, - for standard output")
	cmd.Flags().StringVar(&pictures.svg, "svg", "", "draw the evidence of the events into an SVG `file`, - for standard output")
	addSettings(cmd, cmd.Flags(), "engine", "worker.workers", "worker.timeout")
	return cmd
}

// extractRun is one run of the command.
type extractRun struct {
	format   string // auto, json, text, none, or export for the sink below
	export   pipeline.Sink
	strict   bool
	pictures picturePaths
	outputs  outputs // ended with the run

	stderr io.Writer
	bar    *progress
	stop   context.CancelFunc

	mu      sync.Mutex
	failed  int
	warned  map[string]bool
	failure error
}

func extract(cmd *cobra.Command, cfg *loaded, paths []string, e *extractRun) error {
	err := e.run(cmd, cfg, paths)
	return e.outputs.end(err)
}

func (e *extractRun) run(cmd *cobra.Command, cfg *loaded, paths []string) error {
	paths, err := inputs(cmd, paths)
	if err != nil {
		return err
	}
	engine, err := openWork(cfg.Engine)
	if err != nil {
		return err
	}
	source, err := archive.Open(paths, archive.Options{Stdin: cmd.InOrStdin(), Exact: e.strict})
	if err != nil {
		return openError(err)
	}
	ctx, stop := context.WithCancel(cmd.Context())
	defer stop()
	e.stderr, e.stop, e.warned = cmd.ErrOrStderr(), stop, map[string]bool{}
	e.bar = newProgress(e.stderr, "extract", -1, !isTerminal(cmd.OutOrStdout()))

	sink, extractor, err := e.output(cmd, cfg, engine, paths)
	if err != nil {
		return err
	}
	err = pipeline.Run(ctx, pipeline.Config{
		Source: source, Sink: sink, Extractor: extractor, Decode: e.decode, Ordered: true,
		Workers: cfg.Worker.workers(), Timeout: cfg.Worker.Timeout, MaxAttempts: 1, AckWait: -1, Observe: e.observe,
	})
	e.bar.done()
	if closing := sink.Close(context.WithoutCancel(ctx)); err == nil {
		err = closing
	}
	switch {
	case e.failure != nil:
		return e.failure
	case err != nil:
		return err
	case cmd.Context().Err() != nil:
		return fmt.Errorf("interrupted: not all articles were read")
	case e.failed > 0:
		return errReported
	}
	return nil
}

// output is where the records go, and the engine that gives what it needs.
func (e *extractRun) output(cmd *cobra.Command, cfg *loaded, engine work, paths []string) (pipeline.Sink, pipeline.Extractor, error) {
	var records pipeline.Sink
	var extractor pipeline.Extractor = engine
	switch e.format {
	case "none":
	case "export":
		records, extractor = e.export, withText{engine}
	case "text":
		records, extractor = newTextSink(newView(cmd.OutOrStdout(), cfg.Output.Color)), headlined{engine}
	default:
		records = archive.NewWriter(cmd.OutOrStdout(), nil)
	}
	if !e.pictures.wanted() {
		return records, extractor, nil
	}
	if err := e.pictures.check(records != nil); err != nil {
		return nil, nil, err
	}
	html, err := e.openPicture(cmd, e.pictures.html, paths)
	if err != nil {
		return nil, nil, err
	}
	svg, err := e.openPicture(cmd, e.pictures.svg, paths)
	if err != nil {
		return nil, nil, err
	}
	pictures, err := openPictures(html, svg, engine, extractor, records)
	return pictures, pictures, err
}

// openPicture opens an output of the run, nil for the path "".
func (e *extractRun) openPicture(cmd *cobra.Command, path string, inputs []string) (io.Writer, error) {
	if path == "" {
		return nil, nil
	}
	to, err := openOutput(cmd, path, inputs)
	if err != nil {
		return nil, err
	}
	e.outputs = append(e.outputs, to)
	return to, nil
}

// openError says which of the files that were named cannot be read.
func openError(err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		err = fmt.Errorf("%s: %w", path.Path, path.Err)
	}
	return usageError{err, ""}
}

// inputs is standard input when nothing is named and nobody types.
func inputs(cmd *cobra.Command, paths []string) ([]string, error) {
	if len(paths) > 0 {
		return paths, nil
	}
	if isTerminal(cmd.InOrStdin()) {
		return nil, usageError{fmt.Errorf("no file to read"), fmt.Sprintf("name files or folders, or pipe an article: %s article.txt", cmd.CommandPath())}
	}
	return []string{"-"}, nil
}

// decode reads an article and warns once of each field it leaves out.
func (e *extractRun) decode(body []byte, contentType string) (*schemas.Article, error) {
	if e.strict {
		return pipeline.DecodeArticle(body, contentType)
	}
	a, ignored, err := pipeline.DecodeArticleLenient(body, contentType)
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, name := range ignored {
		if !e.warned[name] {
			e.warned[name] = true
			e.tell("warning: field %q is not part of an article and is left out", name)
		}
	}
	return a, err
}

// observe tells of failures as they come, and ends the run when the output
// cannot be written.
func (e *extractRun) observe(s pipeline.Settlement) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.bar.add()
	switch {
	case s.Err == nil:
	case s.Stage == "write":
		if e.failure == nil {
			e.failure = fmt.Errorf("write output: %w", s.Err)
		}
		e.stop()
	case s.Disposition == pipeline.Ack:
		e.tell("%s: left out: %s", place(s.Subject), reasonOf(s.Err))
	default:
		e.failed++
		e.tell("%s: %s: %v", place(s.Subject), s.Reason, s.Err)
	}
}

func (e *extractRun) tell(format string, args ...any) {
	e.bar.clear()
	fmt.Fprintf(e.stderr, "gleaner: "+format+"\n", args...)
}

// reasonOf says why an article was left out, and what to do about it.
func reasonOf(err error) string {
	var skip *pipeline.Skip
	if !errors.As(err, &skip) {
		return err.Error()
	}
	if skip.Reason == reasonLanguage {
		return skip.Message + "; --language any reads everything"
	}
	return skip.Message
}

// place is where an article was read, "dev.jsonl:12".
func place(subject string) string { return strings.TrimPrefix(subject, "file:") }

// headlined gives articles without a title their first line as one, for people to read.
type headlined struct{ pipeline.Extractor }

func (h headlined) Extract(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	x, err := h.Extractor.Extract(ctx, a)
	if err == nil && x.Article.Title == "" {
		first, _, _ := strings.Cut(strings.TrimSpace(a.Text), "\n")
		if len(first) <= 150 {
			x.Article.Title = strings.TrimSpace(first)
		}
	}
	return x, err
}
