package main

import (
	"encoding/json"
	"fmt"
	"io"

	"gleaner/schemas"
)

// recordView shows records of the live feed to people, those of one article
// under its heading. It is for one goroutine.
type recordView struct {
	*view
	article string
}

// show writes one record; of one that is not as its type says, what is wrong:
// anybody may publish there.
func (v *recordView) show(e schemas.CloudEvent) error {
	text, err := v.text(e)
	if err != nil {
		text = fmt.Sprintf("  %s %s %s: %s\n", v.palette.red("unreadable"), oneLine(e.Type), oneLine(e.ID), oneLine(err.Error()))
	}
	_, err = io.WriteString(v.w, text)
	return err
}

func (v *recordView) text(e schemas.CloudEvent) (string, error) {
	switch e.Type {
	case schemas.TypeEvent:
		var r schemas.EventRecord
		if err := json.Unmarshal(e.Data, &r); err != nil {
			return "", err
		}
		return v.under(r.ArticleID, v.heading(r.Article)) + v.event(r.Event, r.Entities) + "\n", nil
	case schemas.TypeEntity:
		var r schemas.EntityRecord
		if err := json.Unmarshal(e.Data, &r); err != nil {
			return "", err
		}
		name := v.palette.purple(fmt.Sprintf("%-14s", r.Entity.Type))
		return fmt.Sprintf("  %s%s %s\n", name, oneLine(r.Entity.Name), v.palette.dim(fmt.Sprintf("×%d in %s", len(r.Entity.Mentions), r.ArticleID))), nil
	case schemas.TypeArticle:
		var r schemas.ArticleRecord
		if err := json.Unmarshal(e.Data, &r); err != nil {
			return "", err
		}
		done := fmt.Sprintf("%s: %s, %s", oneLine(r.Article.ID), count(len(r.EventIDs), "event"), count(len(r.EntityIDs), "entity"))
		return "  " + v.palette.green("✓ ") + v.palette.dim(done) + "\n\n", nil
	case schemas.TypeTombstone:
		var r schemas.Tombstone
		if err := json.Unmarshal(e.Data, &r); err != nil {
			return "", err
		}
		return fmt.Sprintf("  %s %s %s of %s\n", v.palette.red("retracted"), r.Kind, r.Type, oneLine(r.ArticleID)), nil
	}
	return fmt.Sprintf("  %s %s\n", oneLine(e.Type), oneLine(e.ID)), nil
}

// under returns the heading when the article is another than that of the last event.
func (v *recordView) under(article, heading string) string {
	if article == v.article {
		return ""
	}
	v.article = article
	return heading + "\n"
}

// count writes "1 event" or "3 events".
func count(n int, of string) string {
	switch {
	case n == 1:
		return "1 " + of
	case of == "entity":
		return fmt.Sprintf("%d entities", n)
	}
	return fmt.Sprintf("%d %ss", n, of)
}
