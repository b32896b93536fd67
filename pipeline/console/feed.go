package console

import (
	"context"
	"time"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// Log is one of the sequences of messages that the console reads.
type Log string

// The logs.
const (
	// Records are CloudEvents of events, entities and articles.
	Records Log = "records"
	// Articles and Backfill are articles as they came in.
	Articles Log = "articles"
	Backfill Log = "backfill"
	// DeadLetters are CloudEvents of dead letters.
	DeadLetters Log = "dead"
)

// Entry is one message of a log.
type Entry struct {
	Body []byte
	// ContentType is the message's header of that name.
	ContentType string
	// Stored is when the message was stored.
	Stored time.Time
	// Waiting is how many messages are stored after it.
	Waiting uint64
}

// Feed is where the console reads from. It is safe for concurrent use.
type Feed interface {
	// Follow calls handle for the newest stored entries of a log, at most last of
	// them, then calls ready once, and goes on with every new entry until ctx
	// ends (nil) or handle fails (its error).
	Follow(ctx context.Context, log Log, last int, ready func(), handle func(Entry) error) error
	// State tells how far the work has come.
	State(ctx context.Context) (State, error)
}

// State is how far the work has come.
type State struct {
	Lanes []Lane
	// Dead is how many dead letters are kept, Skipped how many articles that
	// were left out.
	Dead, Skipped uint64
}

// Lane is a stream of articles and how far its workers have come.
type Lane struct {
	Name string
	// Waiting were never handed out, InFlight are being worked on.
	Waiting  uint64
	InFlight int
}

// Engine reads articles for the pages that extract and explain. It is safe for
// concurrent use.
type Engine interface {
	pipeline.Extractor
	// Explain says for each event of an article why it was found, and which
	// were nearly found.
	Explain(context.Context, *schemas.Article) ([]Explanation, error)
}

// Explanation says why an event was found, or nearly was.
type Explanation struct {
	Type, Trigger, Sentence string
	// Confidence is compared with Threshold; Reported says which was greater.
	Confidence, Threshold float64
	Reported              bool
	// Definition and Frame are the file and the pattern that matched, "" when
	// the model alone proposed the event.
	Definition, Frame string
	// Rule is what the definition gives alone, Odds what the model of triggers gives.
	Rule, Odds float64
	// TriggerEvidence and EventEvidence are what spoke for and against, the
	// weightiest first.
	TriggerEvidence, EventEvidence []Evidence
	// Status and what was read as saying so.
	Status   string
	Statuses []Probability
	Cues     []string
	// Source is who is likeliest credited, by the words Name; Text is empty for nobody.
	Source Probability
	Roles  []Probability
}

// Evidence is a kind of evidence and what it adds to the log-odds.
type Evidence struct {
	Name   string
	Weight float64
}

// Probability is a choice and how likely it was.
type Probability struct {
	Name, Text string
	Value      float64
}

// Publisher sends an article into the stream, where somebody asks for it.
type Publisher interface {
	Publish(ctx context.Context, body []byte) error
}
