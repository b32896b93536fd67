package warehouse

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
	"time"

	"gleaner/schemas"
)

// kind is how the rows of one table are laid out in files.
type kind[R any] struct {
	table schemas.Table
	// article groups rows; compare sorts them, rows of an article together.
	article  func(*R) string
	compare  func(a, b *R) int
	revision func(*R) int64
	// month is nil where the table has no partitions.
	month func(*R) *time.Time
}

// order compares by the first difference.
func order(parts ...int) int { return cmp.Or(parts...) }

var (
	articleKind = kind[schemas.ArticleRow]{
		table:   schemas.ArticleRow{}.Table(),
		article: func(r *schemas.ArticleRow) string { return r.ArticleID },
		compare: func(a, b *schemas.ArticleRow) int {
			return order(cmp.Compare(a.ArticleID, b.ArticleID), cmp.Compare(a.Revision, b.Revision))
		},
		revision: func(r *schemas.ArticleRow) int64 { return r.Revision },
		month:    func(r *schemas.ArticleRow) *time.Time { return &r.PublishedMonth },
	}
	entityKind = kind[schemas.ArticleEntityRow]{
		table:   schemas.ArticleEntityRow{}.Table(),
		article: func(r *schemas.ArticleEntityRow) string { return r.ArticleID },
		compare: func(a, b *schemas.ArticleEntityRow) int {
			return order(cmp.Compare(a.ArticleID, b.ArticleID), cmp.Compare(a.EntityID, b.EntityID), cmp.Compare(a.Revision, b.Revision))
		},
		revision: func(r *schemas.ArticleEntityRow) int64 { return r.Revision },
		month:    func(r *schemas.ArticleEntityRow) *time.Time { return &r.PublishedMonth },
	}
	mentionKind = kind[schemas.MentionRow]{
		table:   schemas.MentionRow{}.Table(),
		article: func(r *schemas.MentionRow) string { return r.ArticleID },
		compare: func(a, b *schemas.MentionRow) int {
			return order(cmp.Compare(a.ArticleID, b.ArticleID), cmp.Compare(a.EntityID, b.EntityID), cmp.Compare(a.Ordinal, b.Ordinal), cmp.Compare(a.Revision, b.Revision))
		},
		revision: func(r *schemas.MentionRow) int64 { return r.Revision },
		month:    func(r *schemas.MentionRow) *time.Time { return &r.PublishedMonth },
	}
	eventKind = kind[schemas.EventRow]{
		table:   schemas.EventRow{}.Table(),
		article: func(r *schemas.EventRow) string { return r.ArticleID },
		compare: func(a, b *schemas.EventRow) int {
			return order(cmp.Compare(a.ArticleID, b.ArticleID), cmp.Compare(a.EventID, b.EventID), cmp.Compare(a.Revision, b.Revision))
		},
		revision: func(r *schemas.EventRow) int64 { return r.Revision },
		month:    func(r *schemas.EventRow) *time.Time { return &r.PublishedMonth },
	}
	argumentKind = kind[schemas.EventArgumentRow]{
		table:   schemas.EventArgumentRow{}.Table(),
		article: func(r *schemas.EventArgumentRow) string { return r.ArticleID },
		compare: func(a, b *schemas.EventArgumentRow) int {
			return order(cmp.Compare(a.ArticleID, b.ArticleID), cmp.Compare(a.EventID, b.EventID), cmp.Compare(a.Ordinal, b.Ordinal), cmp.Compare(a.Revision, b.Revision))
		},
		revision: func(r *schemas.EventArgumentRow) int64 { return r.Revision },
		month:    func(r *schemas.EventArgumentRow) *time.Time { return &r.PublishedMonth },
	}
	letterKind = kind[schemas.DeadLetterRow]{
		table:   schemas.DeadLetterRow{}.Table(),
		article: func(r *schemas.DeadLetterRow) string { return r.LetterID },
		compare: func(a, b *schemas.DeadLetterRow) int {
			return order(cmp.Compare(a.LetterID, b.LetterID), cmp.Compare(a.Revision, b.Revision))
		},
		revision: func(r *schemas.DeadLetterRow) int64 { return r.Revision },
	}
	runKind = kind[schemas.RunRow]{
		table:    schemas.RunRow{}.Table(),
		article:  func(r *schemas.RunRow) string { return r.RunID },
		compare:  func(a, b *schemas.RunRow) int { return cmp.Compare(a.RunID, b.RunID) },
		revision: func(r *schemas.RunRow) int64 { return r.LastExtractedAt.UnixMicro() },
	}
)

// unknownMonth is the partition of articles without a date.
var unknownMonth = month(time.Time{})

const partitionPrefix = "published_month="

// partition is the folder of a month, "published_month=2026-09-01".
func partition(month time.Time) string { return partitionPrefix + month.Format(time.DateOnly) }

// monthOf reads the month off a file's name.
func monthOf(name string) time.Time {
	for _, part := range strings.Split(name, "/") {
		if text, ok := strings.CutPrefix(part, partitionPrefix); ok {
			if t, err := time.Parse(time.DateOnly, text); err == nil {
				return t
			}
		}
	}
	return unknownMonth
}

// folderOf is where a table keeps the rows of a month.
func (k kind[R]) folderOf(month time.Time) string {
	if k.month == nil {
		return k.table.Name
	}
	return path.Join(k.table.Name, partition(month))
}

// fileName is made of the newest revision and the content, so that writing the
// same rows again replaces the file by itself.
func fileName(revision int64, content []byte) string {
	sum := sha256.Sum256(content)
	return fmt.Sprintf("part-%016x-%s.parquet", revision, hex.EncodeToString(sum[:4]))
}

// schemaFile has no rows: with it a table can be read before it has any.
const schemaFile = "schema.parquet"
