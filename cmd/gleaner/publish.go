package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gleaner/pipeline"
	"gleaner/pipeline/archive"
	"gleaner/pipeline/jetstream"
	"gleaner/schemas"
)

func newPublishCommand() *cobra.Command {
	var p publishRun
	cmd := &cobra.Command{
		Use:   "publish [FILE|DIR|-]...",
		Short: "Send articles to NATS",
		Long: `Send articles from files, folders or standard input to NATS. Their formats are
told apart, as with "gleaner extract". Large archives are for "gleaner replay",
which can be interrupted.

The subject is articles.raw.<source>, where the source is --source, else that
of the article, else "cli"; --backfill JOB sends to articles.backfill.<job>,
which never delays live news; --subject names one in full.

Every article is checked before it is sent, and one that a worker would refuse
is told of and left out; --raw sends what is there unchecked, but never a part
of an article that is too large. An article sent twice
within the duplicate window is stored once.`,
		Example: `  gleaner publish story.txt
  gleaner publish --source wire articles.jsonl.gz
  gleaner publish --backfill 2019 archive/`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if given := slices.DeleteFunc([]string{p.source, p.backfill, p.subject}, func(s string) bool { return s == "" }); len(given) > 1 {
				return usageError{errors.New("--source, --backfill and --subject exclude one another"), "give the one that says where to send"}
			}
			if err := checkSubject(p.subject); err != nil {
				return err
			}
			paths, err := inputs(cmd, args)
			if err != nil {
				return err
			}
			return withClient(cmd, "gleaner publish", func(_ *loaded, client *jetstream.Client) error {
				source, err := archive.Open(paths, archive.Options{Stdin: cmd.InOrStdin(), Exact: p.raw})
				if err != nil {
					return openError(err)
				}
				p.client, p.stderr, p.warned = client, cmd.ErrOrStderr(), map[string]bool{}
				return p.all(cmd.Context(), source)
			})
		},
	}
	cmd.Flags().StringVar(&p.source, "source", "", "`name` of the feed, the last part of the subject")
	cmd.Flags().StringVar(&p.backfill, "backfill", "", "send to the archive lane as this `job`")
	cmd.Flags().StringVar(&p.subject, "subject", "", "send to this `subject`")
	cmd.Flags().BoolVar(&p.raw, "raw", false, "send what is there, unchecked")
	addSettings(cmd, cmd.Flags(), "nats")
	return cmd
}

// publishRun is one run of the command.
type publishRun struct {
	source, backfill, subject string
	raw                       bool

	client *jetstream.Client
	stderr io.Writer
	bar    *progress
	warned map[string]bool

	sent, duplicates, failed int
}

// all sends every article of the source in order.
func (p *publishRun) all(ctx context.Context, source pipeline.Source) error {
	p.bar = newProgress(p.stderr, "publish", -1, true)
	defer p.bar.done()
	defer source.Close(context.WithoutCancel(ctx)) // only files were read
	for {
		d, err := source.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read articles: %w", err)
		}
		if err := p.one(ctx, d); err != nil {
			p.summary()
			return err
		}
		if err := d.Settle(ctx, pipeline.Outcome{}); err != nil {
			return fmt.Errorf("%s: %w", place(d.Subject()), err)
		}
		p.bar.add()
	}
	p.summary()
	if p.failed > 0 {
		return errReported
	}
	return nil
}

func (p *publishRun) summary() {
	p.tell("%d sent, %d of them known already, %d refused", p.sent, p.duplicates, p.failed)
}

// one sends an article. An article that is refused is told of; an error means
// that no other can be sent either.
func (p *publishRun) one(ctx context.Context, d pipeline.Delivery) error {
	if l, ok := d.(pipeline.Loader); ok {
		if err := l.Load(ctx); err != nil { // only a part of it was read
			p.failed++
			p.tell("%s: %v", place(d.Subject()), err)
			return nil
		}
	}
	subject, body, header := p.target(""), d.Body(), d.Header()
	if !p.raw {
		a, ignored, err := pipeline.DecodeArticleLenient(body, contentType(d))
		if err != nil {
			p.failed++
			p.tell("%s: %v", place(d.Subject()), err)
			return nil
		}
		subject = p.target(a.Source)
		p.warn(ignored)
		if _, err := pipeline.DecodeArticle(body, contentType(d)); err != nil {
			if body, err = json.Marshal(a); err != nil {
				return fmt.Errorf("%s: encode article: %w", place(d.Subject()), err)
			}
		}
	}
	duplicate, err := p.send(ctx, subject, header, body)
	if err != nil {
		return fmt.Errorf("%s: publish: %w", place(d.Subject()), err)
	}
	p.sent++
	if duplicate {
		p.duplicates++
	}
	return nil
}

// checkSubject refuses the subjects of what Gleaner itself stores, and patterns,
// which a server takes for names. Others are allowed: an operator may have given
// the stream more.
func checkSubject(subject string) error {
	why := ""
	switch {
	case strings.ContainsAny(subject, "*> \t"):
		why = "is no subject to send to"
	case strings.HasPrefix(subject, "records."), strings.HasPrefix(subject, schemas.SubjectDead), strings.HasPrefix(subject, schemas.SubjectSkipped):
		why = "is not for articles"
	default:
		return nil
	}
	return usageError{fmt.Errorf("--subject: %s %s", subject, why), "write articles.raw.SOURCE or articles.backfill.JOB"}
}

const (
	// outage is for how long the server may be away, as in a restart.
	outage = 30 * time.Second
	// outageRetry is how long to wait before an article is sent again.
	outageRetry = 500 * time.Millisecond
)

// send sends an article, again and again while the server is away once it was
// there. Sent twice it is stored once.
func (p *publishRun) send(ctx context.Context, subject string, header map[string][]string, body []byte) (duplicate bool, err error) {
	began := time.Now()
	for again := false; ; again = true {
		duplicate, err = p.client.PublishArticle(ctx, subject, header, body)
		if err == nil {
			return duplicate && !again, nil // the one before may have been stored
		}
		if p.sent == 0 || !jetstream.MayPass(err) || time.Since(began) > outage {
			return false, err
		}
		select {
		case <-time.After(outageRetry):
		case <-ctx.Done():
			return false, err
		}
	}
}

// target is the subject of an article of the given source.
func (p *publishRun) target(source string) string {
	switch {
	case p.subject != "":
		return p.subject
	case p.backfill != "":
		return schemas.SubjectBackfill + schemas.SubjectToken(p.backfill)
	case p.source != "":
		source = p.source
	case source == "":
		source = "cli"
	}
	return schemas.SubjectRaw + schemas.SubjectToken(source)
}

// warn tells once of each field that is left out.
func (p *publishRun) warn(ignored []string) {
	for _, name := range ignored {
		if !p.warned[name] {
			p.warned[name] = true
			p.tell("warning: field %q is not part of an article and is left out", name)
		}
	}
}

func (p *publishRun) tell(format string, args ...any) {
	p.bar.clear()
	fmt.Fprintf(p.stderr, "gleaner: "+format+"\n", args...)
}

func contentType(d pipeline.Delivery) string {
	if v := d.Header()["Content-Type"]; len(v) > 0 {
		return v[0]
	}
	return ""
}
