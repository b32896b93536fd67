package warehouse

import (
	"slices"

	"gleaner/schemas"
)

// stand says what an article record makes of an event or entity of its article.
type stand int

const (
	// outdated: the article record is newer and does not list it.
	outdated stand = iota
	// standing: listed by the article record, and stored before it.
	standing
	// waiting: stored after the article record, so that the next one decides.
	waiting
)

// judge says how a part with the revision stands by the article record; nil is
// no record yet. listed are the record's ids of the part's kind.
func judge(article *schemas.ArticleRow, listed []string, id string, revision int64) stand {
	switch {
	case article == nil || revision > article.Revision:
		return waiting
	case slices.Contains(listed, id):
		return standing
	}
	return outdated
}

// Standing splits the parts of one article by its newest article record: the
// newest version of each event and entity that it lists and that was stored
// before it stands; what was stored after it waits for the next one; the rest
// is outdated and dropped. This is the whole rule of the current view.
func Standing(article *schemas.ArticleRow, parts []Part) (stands, waits []Part) {
	newest := map[string]int{}
	for _, p := range parts {
		kind, listed := "event ", []string(nil)
		if p.Entity != nil {
			kind = "entity "
		}
		if article != nil {
			listed = article.EventIDs
			if p.Entity != nil {
				listed = article.EntityIDs
			}
		}
		switch judge(article, listed, p.ID, p.Revision) {
		case waiting:
			waits = append(waits, p)
		case standing:
			at, seen := newest[kind+p.ID]
			if !seen {
				newest[kind+p.ID] = len(stands)
				stands = append(stands, p)
			} else if p.Revision > stands[at].Revision {
				stands[at] = p
			}
		}
	}
	return stands, waits
}

// newestArticles keeps the row with the greatest revision of each article, in
// the order of their first occurrence.
func newestArticles(rows []schemas.ArticleRow) []schemas.ArticleRow {
	at := map[string]int{}
	var out []schemas.ArticleRow
	for _, r := range rows {
		i, seen := at[r.ArticleID]
		if !seen {
			at[r.ArticleID] = len(out)
			out = append(out, r)
		} else if r.Revision > out[i].Revision {
			out[i] = r
		}
	}
	return out
}
