package schemas

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Subjects of the wire contract. <x> stands for one token.
const (
	// SubjectRaw + <source> is where live articles come in.
	SubjectRaw = "articles.raw."
	// SubjectBackfill + <job> is where archived articles come in.
	SubjectBackfill = "articles.backfill."
	// SubjectDead + <reason> is where dead letters go.
	SubjectDead = "articles.dead."
	// SubjectSkipped + <reason> is where articles go that are not for us, for
	// example in a language that is not supported.
	SubjectSkipped = "articles.skipped."
	// SubjectEvent + <type> is where events go out.
	SubjectEvent = "records.v1.event."
	// SubjectEntity + <type> is where entities go out.
	SubjectEntity = "records.v1.entity."
	// SubjectArticle + <id> is where the article record goes out, last.
	SubjectArticle = "records.v1.article."
)

// SubjectToken makes one token of a subject from any string: letters, digits,
// '-' and '_' stay; anything else becomes '_' and a short hash of s is
// appended, so that two strings never share a token. The empty string is "none".
func SubjectToken(s string) string {
	if s == "" {
		return "none"
	}
	clean := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '_'
	}, s)
	if clean == s && len(s) <= 100 {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	if len(clean) > 60 {
		clean = clean[:60]
	}
	return clean + "_" + hex.EncodeToString(sum[:6])
}
