package treebank

import (
	"fmt"
	"strconv"
	"strings"

	"gleaner/extractors/doc"
)

// Text is a document of a treebank as running text, with where its tokens and
// sentences stand, in bytes.
type Text struct {
	Text              string
	Tokens, Sentences []doc.Span
}

// ReadTexts reads a file as running text: paragraphs parted by an empty line,
// sentences and tokens by a space unless the file says SpaceAfter=No. The words
// of a contraction stand one behind the other in it. The file may be gzipped.
func ReadTexts(path string) ([]Text, error) {
	r := textReader{sentence: -1}
	if err := eachLine(path, r.line); err != nil {
		return nil, err
	}
	r.endSentence()
	r.endText()
	return r.texts, nil
}

// textReader puts texts together line by line.
type textReader struct {
	texts []Text
	text  []byte
	now   Text
	// gap is what stands between the last token and the next.
	gap string
	// sentence is where the open sentence starts, -1 when none is open.
	sentence int
	// until is the last word of an open contraction, whose rest starts at rest.
	until, rest int
}

func (r *textReader) line(line string) error {
	switch {
	case strings.HasPrefix(line, "# newdoc"):
		r.endText()
	case strings.HasPrefix(line, "# newpar") && !strings.HasPrefix(line, "# newpar_") && len(r.text) > 0:
		r.gap = "\n\n"
	case line == "":
		r.endSentence()
	case line[0] != '#':
		return r.token(strings.Split(line, "\t"))
	}
	return nil
}

func (r *textReader) token(columns []string) error {
	if len(columns) != 10 {
		return fmt.Errorf("%d columns, want 10", len(columns))
	}
	if strings.Contains(columns[0], ".") {
		return nil // an empty node
	}
	first, last, contraction := strings.Cut(columns[0], "-")
	id, err := strconv.Atoi(first)
	if err != nil {
		return fmt.Errorf("word %q is not a number", columns[0])
	}
	if !contraction && id <= r.until {
		r.part(columns[1])
		return nil
	}
	r.text = append(r.text, r.gap...)
	start := len(r.text)
	if r.sentence < 0 {
		r.sentence = start
	}
	r.text = append(r.text, columns[1]...)
	r.gap = " "
	if strings.Contains(columns[9], "SpaceAfter=No") {
		r.gap = ""
	}
	if contraction {
		r.rest = start
		r.until, err = strconv.Atoi(last)
		return err
	}
	r.now.Tokens = append(r.now.Tokens, doc.Span{Start: int32(start), End: int32(len(r.text))})
	return nil
}

// part places a word in the contraction that was just written; one that is
// spelt otherwise there takes the rest.
func (r *textReader) part(form string) {
	start := r.rest
	if strings.HasPrefix(string(r.text[start:]), form) {
		r.rest += len(form)
	} else {
		r.rest = len(r.text)
	}
	r.now.Tokens = append(r.now.Tokens, doc.Span{Start: int32(start), End: int32(r.rest)})
}

func (r *textReader) endSentence() {
	if len(r.text) > 0 && r.sentence >= 0 {
		r.now.Sentences = append(r.now.Sentences, doc.Span{Start: int32(r.sentence), End: int32(len(r.text))})
	}
	r.sentence, r.until = -1, 0
}

func (r *textReader) endText() {
	if len(r.now.Tokens) > 0 {
		r.now.Text = string(r.text)
		r.texts = append(r.texts, r.now)
	}
	*r = textReader{texts: r.texts, sentence: -1}
}
