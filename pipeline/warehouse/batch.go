package warehouse

import (
	"time"

	"gleaner/schemas"
)

// Batch is what a target writes at a time.
type Batch struct {
	Articles    []schemas.ArticleRow
	Parts       []Part
	DeadLetters []schemas.DeadLetterRow
	Runs        []schemas.RunRow
}

// Part is one record that belongs to an article: an event with its arguments,
// or an entity with its mentions.
type Part struct {
	ArticleID string
	// ID is that of the event or entity.
	ID       string
	Revision int64
	// Event and Arguments are of an event, Entity and Mentions of an entity.
	Event     *schemas.EventRow
	Arguments []schemas.EventArgumentRow
	Entity    *schemas.ArticleEntityRow
	Mentions  []schemas.MentionRow
	// source is the message the part was made from.
	source *source
}

// source is a message as a target may keep it.
type source struct {
	subject  string
	body     []byte
	storedAt time.Time
	revision int64
}

// add puts what a record gave into the batch.
func (b *Batch) add(c content) {
	switch {
	case c.article != nil:
		b.Articles = append(b.Articles, *c.article)
	case c.part != nil:
		b.Parts = append(b.Parts, *c.part)
	case c.letter != nil:
		b.DeadLetters = append(b.DeadLetters, *c.letter)
	}
	if c.run != nil {
		b.addRun(*c.run)
	}
}

// addRun keeps one row a producer.
func (b *Batch) addRun(r schemas.RunRow) {
	for i := range b.Runs {
		have := &b.Runs[i]
		if have.RunID != r.RunID {
			continue
		}
		if r.FirstExtractedAt.Before(have.FirstExtractedAt) {
			have.FirstExtractedAt = r.FirstExtractedAt
		}
		if r.LastExtractedAt.After(have.LastExtractedAt) {
			have.LastExtractedAt = r.LastExtractedAt
		}
		return
	}
	b.Runs = append(b.Runs, r)
}

// empty says whether there is nothing to write.
func (b *Batch) empty() bool {
	return len(b.Articles)+len(b.Parts)+len(b.DeadLetters)+len(b.Runs) == 0
}

// partRows are the rows of parts by table.
type partRows struct {
	entities  []schemas.ArticleEntityRow
	mentions  []schemas.MentionRow
	events    []schemas.EventRow
	arguments []schemas.EventArgumentRow
}

func rowsOf(parts []Part) partRows {
	var rows partRows
	for _, p := range parts {
		if p.Event != nil {
			rows.events = append(rows.events, *p.Event)
		} else {
			rows.entities = append(rows.entities, *p.Entity)
		}
		rows.arguments, rows.mentions = append(rows.arguments, p.Arguments...), append(rows.mentions, p.Mentions...)
	}
	return rows
}
