package doc

import "errors"

var errNoParser = errors.New("parse: no stage that adds trees has run")

// maxInterned bounds what a pooled document keeps between articles.
const maxInterned = 1 << 16

// interner keeps one copy of each string.
type interner struct{ seen map[string]string }

func (in *interner) get(b []byte) string {
	if s, ok := in.seen[string(b)]; ok {
		return s
	}
	if in.seen == nil {
		in.seen = make(map[string]string, 1024)
	}
	s := string(b)
	in.seen[s] = s
	return s
}

// trim forgets everything when a hostile or very long article filled the table.
func (in *interner) trim() {
	if len(in.seen) > maxInterned {
		in.seen = nil
	}
}
