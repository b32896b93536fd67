package pipeline

import "fmt"

// Skip is returned by an Extractor for an article that is not for us, for
// example one in a language that is not supported. It is set aside with its
// reason and acknowledged; it is no failure.
type Skip struct {
	// Reason is a short code such as "unsupported_language"; it ends the subject
	// under which the article is set aside.
	Reason string
	// Message is for people.
	Message string
	// ArticleID is set where who skips the article knows it and Run cannot, for
	// the article is skipped before it is read.
	ArticleID string
}

// Error says reason and message.
func (s *Skip) Error() string { return fmt.Sprintf("skipped (%s): %s", s.Reason, s.Message) }
