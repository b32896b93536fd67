package main

import (
	"context"
	"errors"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"gleaner/extractors/doc"
	"gleaner/extractors/segment"
	"gleaner/pipeline"
	"gleaner/pipeline/export"
	"gleaner/schemas"
)

func newExportCommand() *cobra.Command {
	var format, out string
	cmd := &cobra.Command{
		Use:   "export [FILE|DIR|-]...",
		Short: "Write extractions for annotation, spreadsheet and network tools",
		Long: `Read articles as "extract" does, and write what was found in another format:

  jsonl        extractions with their text, one a line
  csv          events as a table, one row an argument, for spreadsheets
  conll        a token a line with its BIO tag, for trainers of taggers
  brat         two files an article in the folder --out: text and standoff annotations
  spacy        documents as spaCy's Doc.from_json reads them, one a line
  labelstudio  tasks with predictions for Label Studio
  graphml      entities and the events between them, for Gephi, yEd or networkx

Offsets are code points, in labelstudio UTF-16 units. In csv a text that begins
with =, +, -, @, a tab or a carriage return has an apostrophe before it, so that
no spreadsheet takes it for a formula; numbers stay.

The file --out has its name once it is complete; it cannot be one of those read.
The folder of brat gets its files once all are complete; it cannot be read, either.`,
		Example: `  gleaner export --format csv news.jsonl > events.csv
  gleaner export --format brat --out corpus archive/
  gleaner export --format graphml archive/ -o network.graphml`,
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := loadConfig(cmd)
			if err != nil {
				return err
			}
			cfg.readNamed()
			return exportTo(cmd, cfg, args, format, out)
		},
	}
	choice(cmd, &format, "format", "jsonl", "what to write", export.Formats()...)
	cmd.Flags().StringVarP(&out, "out", "o", "", "`file` to write, for brat the folder (default standard output)")
	addSettings(cmd, cmd.Flags(), "engine", "worker.workers", "worker.timeout")
	return cmd
}

func exportTo(cmd *cobra.Command, cfg *loaded, args []string, format, out string) error {
	paths, err := inputs(cmd, args)
	if err != nil {
		return err
	}
	options := export.Options{Tokenizer: tokens}
	run := &extractRun{format: "export"}
	switch {
	case format == "brat" && out == "":
		return usageError{errors.New("brat has two files an article"), "name a folder with --out DIR"}
	case format == "brat":
		to, err := openOutputFolder(cmd, out, paths)
		if err != nil {
			return err
		}
		options.Dir, run.outputs = to.aside, outputs{to}
	default:
		to, err := openOutput(cmd, out, paths)
		if err != nil {
			return err
		}
		options.Out, run.outputs = to, outputs{to}
	}
	if run.export, err = export.New(format, options); err != nil {
		return run.outputs.end(usageError{err, ""})
	}
	return extract(cmd, cfg, paths, run)
}

// withText gives extractions the text that their offsets point into.
type withText struct{ pipeline.Extractor }

func (w withText) Extract(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	x, err := w.Extractor.Extract(ctx, a)
	if err == nil && x.Article.Text == "" {
		x.Article.Text = a.Text
	}
	return x, err
}

// tokens splits a text as the engine does, in code points.
func tokens(text string) ([][]export.Token, error) {
	d := doc.New(context.Background())
	defer d.Release()
	d.Raw, d.Text = text, text
	if err := segment.New().Apply(d); err != nil {
		return nil, err
	}
	var sentences [][]export.Token
	at, point := 0, 0 // a byte offset and the code points before it
	points := func(offset int) int {
		point += utf8.RuneCountInString(text[at:offset])
		at = offset
		return point
	}
	for _, s := range d.Sentences {
		var sentence []export.Token
		for _, t := range d.Tokens[s.First:s.End] {
			start := points(int(t.Start))
			sentence = append(sentence, export.Token{Start: start, End: points(int(t.End))})
		}
		sentences = append(sentences, sentence)
	}
	return sentences, nil
}
