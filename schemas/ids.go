package schemas

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
)

// DeriveID returns the id of an article that has none: from its URL, else from
// what it says.
func DeriveID(a *Article) string {
	if a.URL != "" {
		return "url-" + digest(a.URL)[:20]
	}
	return "sha-" + digest(a.Title, a.Text, a.HTML)[:20]
}

// ContentHash is the SHA-256 of title and text, in hex; equal hashes are equal
// articles, whoever sent them.
func ContentHash(title, text string) string { return digest(title, text) }

// EventID returns the id of an event: a hash of the article, the type and the
// trigger (offset in code points), so that extracting again gives it again.
func EventID(article, eventType string, start int, trigger string) string {
	return "ev-" + digest(article, eventType, strconv.Itoa(start), trigger)[:24]
}

// digest hashes its parts so that moving a border between them changes the hash.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		io.WriteString(h, strconv.Itoa(len(p)))
		io.WriteString(h, ":")
		io.WriteString(h, p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// RunID returns the id of a producer: the same code, models and definitions
// give the same id.
func RunID(p Producer) string {
	return "run-" + digest(p.Name, p.Version, p.Engine, p.Models, p.Definitions)[:16]
}
