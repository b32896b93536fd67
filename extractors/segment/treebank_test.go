package segment

import (
	"bufio"
	"compress/gzip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gleaner/extractors/doc"
)

// treebankDoc is a document of a treebank with its text put together again:
// paragraphs parted by an empty line, sentences and tokens by a space unless
// the file says SpaceAfter=No.
type treebankDoc struct {
	text              []byte
	tokens, sentences []doc.Span
}

// readTreebank reads a CoNLL-U file. The words of a multi-word token are placed
// in its surface one behind the other.
func readTreebank(t *testing.T, path string) (docs []*treebankDoc) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<22)
	var d *treebankDoc
	gap, begin := "", -1
	surface, surfaceEnd, surfaceGap := 0, 0, ""
	for lines.Scan() {
		line := lines.Text()
		columns := strings.Split(line, "\t")
		switch {
		case strings.HasPrefix(line, "# newdoc"):
			d = &treebankDoc{}
			docs, gap = append(docs, d), ""
		case strings.HasPrefix(line, "# newpar") && len(d.text) > 0 && !strings.HasPrefix(line, "# newpar_"):
			gap = "\n\n"
		case line == "":
			if begin >= 0 {
				d.sentences = append(d.sentences, doc.Span{Start: int32(begin), End: int32(len(d.text))})
			}
			begin, surfaceEnd = -1, 0
		case strings.HasPrefix(line, "#") || strings.Contains(columns[0], "."):
		default:
			after := " "
			if strings.Contains(columns[9], "SpaceAfter=No") {
				after = ""
			}
			first, last, multi := strings.Cut(columns[0], "-")
			if id, _ := strconv.Atoi(first); !multi && id <= surfaceEnd {
				start := surface
				if strings.HasPrefix(string(d.text[start:]), columns[1]) {
					surface += len(columns[1])
				} else {
					surface = len(d.text)
				}
				d.tokens = append(d.tokens, doc.Span{Start: int32(start), End: int32(surface)})
				gap = surfaceGap
				continue
			}
			d.text = append(d.text, gap...)
			if begin < 0 {
				begin = len(d.text)
			}
			start := len(d.text)
			d.text = append(d.text, columns[1]...)
			gap = after
			if multi {
				surface, surfaceGap = start, after
				surfaceEnd, _ = strconv.Atoi(last)
				continue
			}
			d.tokens = append(d.tokens, doc.Span{Start: int32(start), End: int32(len(d.text))})
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return docs
}

// agreement counts spans.
type agreement struct{ same, got, want int }

func (a *agreement) add(got, want []doc.Span) {
	seen := map[doc.Span]bool{}
	for _, s := range want {
		seen[s] = true
	}
	for _, s := range got {
		if seen[s] {
			a.same++
		}
	}
	a.got += len(got)
	a.want += len(want)
}

func (a *agreement) f1() float64 { return 2 * float64(a.same) / float64(a.got+a.want) }

// TestTreebanks holds the F1 of exact tokens and sentences on raw text.
func TestTreebanks(t *testing.T) {
	root := os.Getenv("GLEANER_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	for _, set := range []struct {
		name              string
		tokens, sentences float64
	}{{"ewt.dev", 0.985, 0.82}, {"gum.dev", 0.995, 0.945}} {
		path := filepath.Join(root, "data", "treebank", set.name+".conllu.gz")
		if _, err := os.Stat(path); err != nil {
			t.Skipf("not run: no data folder (set GLEANER_DATA): %v", err)
		}
		var tokens, sentences agreement
		for _, want := range readTreebank(t, path) {
			d := apply(t, string(want.text))
			check(t, d)
			var got []doc.Span
			for _, token := range d.Tokens {
				got = append(got, token.Span)
			}
			tokens.add(got, want.tokens)
			got = got[:0]
			for _, s := range d.Sentences {
				got = append(got, s.Span)
			}
			sentences.add(got, want.sentences)
		}
		t.Logf("%s: token F1 %.4f, sentence F1 %.4f", set.name, tokens.f1(), sentences.f1())
		if tokens.f1() < set.tokens || sentences.f1() < set.sentences {
			t.Errorf("%s: below %.3f and %.3f", set.name, set.tokens, set.sentences)
		}
	}
}
