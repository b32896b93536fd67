package train

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"gleaner/extractors/eval"
)

// The annotations written for Gleaner say where the events of articles stand, by
// offsets. Articles of the data folder are not part of the project; invented
// ones are.
//
//go:embed annotations/*.jsonl
var annotationFiles embed.FS

// annotation says which events an article tells of. All offsets are code points
// of its title, an empty line and its text, half-open.
type annotation struct {
	ID string `json:"id"`
	// Text is an invented article; one of the data folder has a digest instead.
	Text string `json:"text"`
	// Upto is where a long article was cut off for the annotation, 0 for a whole one.
	Upto int `json:"upto"`
	// Digest is the beginning of the SHA-256 of what the offsets count in, in
	// hexadecimal, "" where the text is given.
	Digest string            `json:"sha256"`
	Events []annotationEvent `json:"events"`
}

type annotationEvent struct {
	Type     string              `json:"type"`
	Status   string              `json:"status"`
	Triggers [][2]int            `json:"triggers"`
	Args     map[string][][2]int `json:"args"`
	// Source is who the article credits, null when nobody.
	Source *[2]int `json:"source"`
}

// invented says whether an article was made up for the annotation.
func invented(g *eval.Gold) bool { return strings.HasPrefix(g.ID, "invented/") }

// OwnAnnotations are the articles of the data folder that were annotated for
// Gleaner, in the order of the annotation.
func OwnAnnotations(folder string) ([]eval.Gold, error) {
	marks, err := readAnnotations()
	if err != nil {
		return nil, err
	}
	texts, err := annotatedTexts(folder)
	if err != nil {
		return nil, err
	}
	all := make([]eval.Gold, 0, len(marks))
	for i := range marks {
		text := marks[i].Text
		if text == "" {
			var ok bool
			if text, ok = texts[marks[i].ID]; !ok {
				return nil, fmt.Errorf("annotated article %s is not in the data folder", marks[i].ID)
			}
		}
		g, err := marks[i].on(text)
		if err != nil {
			return nil, fmt.Errorf("annotated article %s: %w", marks[i].ID, err)
		}
		all = append(all, g)
	}
	return all, nil
}

// annotatedIDs are the ids of the articles that OwnAnnotations returns.
func annotatedIDs() (map[string]bool, error) {
	marks, err := readAnnotations()
	ids := map[string]bool{}
	for i := range marks {
		ids[marks[i].ID] = true
	}
	return ids, err
}

// inventedTexts are the articles invented for annotations, by id.
func inventedTexts() (map[string]string, error) {
	marks, err := readAnnotations()
	texts := map[string]string{}
	for i := range marks {
		if marks[i].Text != "" {
			texts[marks[i].ID] = marks[i].Text
		}
	}
	return texts, err
}

func readAnnotations() ([]annotation, error) {
	return readLines[annotation](annotationFiles, "annotations")
}

// readLines decodes the lines of all files of a folder.
func readLines[T any](files embed.FS, folder string) ([]T, error) {
	entries, err := files.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var all []T
	for _, e := range entries {
		name := path.Join(folder, e.Name())
		raw, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for n, line := range bytes.Split(bytes.TrimSpace(raw), []byte("\n")) {
			var a T
			if err := json.Unmarshal(line, &a); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", name, n+1, err)
			}
			all = append(all, a)
		}
	}
	return all, nil
}

// on brings the offsets to the text that they count in.
func (a *annotation) on(text string) (eval.Gold, error) {
	text, err := upto(text, a.Upto, a.Digest)
	if err != nil {
		return eval.Gold{}, err
	}
	runes := []rune(text)
	phrase := func(span [2]int) (string, error) {
		if span[0] < 0 || span[0] >= span[1] || span[1] > len(runes) {
			return "", fmt.Errorf("span %v does not lie in its %d code points", span, len(runes))
		}
		return string(runes[span[0]:span[1]]), nil
	}
	g := eval.Gold{ID: a.ID, Text: text}
	for i := range a.Events {
		e, err := a.Events[i].of(phrase)
		if err != nil {
			return g, fmt.Errorf("event %d (%s): %w", i, a.Events[i].Type, err)
		}
		g.Events = append(g.Events, e)
	}
	return g, nil
}

// upto cuts an article where it was cut for an annotation, 0 for nowhere, and
// holds it against the beginning of the digest that it had then.
func upto(text string, codePoints int, digest string) (string, error) {
	if runes := []rune(text); 0 < codePoints && codePoints < len(runes) {
		text = string(runes[:codePoints])
	}
	sum := sha256.Sum256([]byte(text))
	if got := hex.EncodeToString(sum[:]); !strings.HasPrefix(got, digest) {
		return "", fmt.Errorf("its text has changed: digest %s, annotated was %s", got, digest)
	}
	return text, nil
}

func (e *annotationEvent) of(phrase func([2]int) (string, error)) (eval.GoldEvent, error) {
	out := eval.GoldEvent{Type: e.Type, Status: e.Status, Triggers: e.Triggers, Args: map[string][]string{}}
	for _, t := range e.Triggers {
		if _, err := phrase(t); err != nil {
			return out, err
		}
	}
	for role, spans := range e.Args {
		for _, span := range spans {
			filler, err := phrase(span)
			if err != nil {
				return out, err
			}
			out.Args[role] = append(out.Args[role], filler)
		}
	}
	if e.Source == nil {
		return out, nil
	}
	source, err := phrase(*e.Source)
	out.Source = source
	return out, err
}
