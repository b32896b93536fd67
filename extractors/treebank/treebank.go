// Package treebank reads annotated sentences in CoNLL-U
// (https://universaldependencies.org/format.html) as documents, for training
// and evaluation. It is not on the hot path.
package treebank

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"gleaner/extractors/doc"
)

// Document is one text of a treebank.
type Document struct {
	// ID is the treebank's name for it.
	ID string
	// Genre is the "meta::genre" of GUM, "" where none is stated.
	Genre     string
	Sentences [][]Word
	// References are GUM's mentions in order of their beginning, nil elsewhere.
	References []Reference
}

// Word is a syntactic word with its annotation.
type Word struct {
	Form, Lemma string
	Tag         doc.Tag
	// Head is the index of the governor in the sentence; the root's is its own.
	Head int
	Rel  doc.Rel
	// Glued: no space stands between this word and the next.
	Glued bool
}

// Clean are the genres of GUM whose licence allows any use.
var Clean = []string{"news", "interview", "bio", "speech", "voyage"}

// Read reads a file, unpacked when its name ends in ".gz". A line that breaks
// the format fails with file and line.
func Read(path string) ([]Document, error) {
	r := reader{}
	if err := eachLine(path, r.line); err != nil {
		return nil, err
	}
	return r.documents, r.end()
}

// eachLine calls visit with each line of a file that may be gzipped.
func eachLine(path string, visit func(line string) error) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read treebank: %w", err)
	}
	defer file.Close()
	var in io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(file); err != nil {
			return fmt.Errorf("unpack %s: %w", path, err)
		}
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 4<<20)
	for number := 1; lines.Scan(); number++ {
		if err := visit(lines.Text()); err != nil {
			return fmt.Errorf("%s:%d: %w", path, number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}

// reader gathers documents line by line.
type reader struct {
	documents []Document
	words     []Word
	// gluedTo is the last word of a contraction, whose words are glued; its own
	// space is that of the contraction.
	gluedTo   int
	gluedLast bool
	// before counts the document's words in the sentences before this one.
	before int
}

func (r *reader) line(line string) error {
	switch {
	case line == "":
		return r.end()
	case strings.HasPrefix(line, "# newdoc"):
		_, id, _ := strings.Cut(line, "= ")
		r.documents = append(r.documents, Document{ID: id})
		r.before = 0
	case strings.HasPrefix(line, "# meta::genre = ") && len(r.documents) > 0:
		r.documents[len(r.documents)-1].Genre = strings.TrimPrefix(line, "# meta::genre = ")
	case line[0] != '#':
		return r.word(strings.Split(line, "\t"))
	}
	return nil
}

func (r *reader) word(columns []string) error {
	if len(columns) != 10 {
		return fmt.Errorf("%d columns, want 10", len(columns))
	}
	glued := strings.Contains(columns[9], "SpaceAfter=No")
	if _, last, ok := strings.Cut(columns[0], "-"); ok {
		r.gluedTo, _ = strconv.Atoi(last)
		r.gluedLast = glued
		return nil
	}
	if strings.Contains(columns[0], ".") {
		return nil // an empty node
	}
	id, err := strconv.Atoi(columns[0])
	if err != nil || id != len(r.words)+1 {
		return fmt.Errorf("word %q, want %d", columns[0], len(r.words)+1)
	}
	head, err := strconv.Atoi(columns[6])
	if err != nil || head < 0 {
		return fmt.Errorf("head %q is not a number", columns[6])
	}
	if head == 0 {
		head = id
	}
	w := Word{Form: columns[1], Lemma: columns[2], Head: head - 1, Glued: glued}
	w.Tag, _ = doc.ParseTag(columns[4])
	if w.Rel, _ = doc.ParseRel(columns[7]); w.Rel == doc.NoRel {
		w.Rel = doc.Dep
	}
	switch {
	case id < r.gluedTo:
		w.Glued = true
	case id == r.gluedTo:
		w.Glued = r.gluedLast
	}
	if len(r.documents) > 0 {
		if err := r.references(columns[9]); err != nil {
			return err
		}
	}
	r.words = append(r.words, w)
	return nil
}

// end closes the sentence.
func (r *reader) end() error {
	if len(r.words) == 0 {
		return nil
	}
	for i, w := range r.words {
		if w.Head >= len(r.words) {
			return fmt.Errorf("head of word %d lies outside the sentence", i+1)
		}
	}
	if len(r.documents) == 0 {
		r.documents = append(r.documents, Document{})
	}
	d := &r.documents[len(r.documents)-1]
	d.Sentences = append(d.Sentences, r.words)
	r.before += len(r.words)
	r.words, r.gluedTo = nil, 0
	return nil
}
