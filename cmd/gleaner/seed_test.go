package main

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gleaner/schemas"
)

// TestSeedArticle sends the article this project began with through the whole
// system and wants what a reader finds in it.
func TestSeedArticle(t *testing.T) {
	t.Parallel()
	path := filepath.Join(cmp.Or(os.Getenv("GLEANER_DATA"), filepath.Join("..", "..", "..", "shared")), "seed", "article.txt")
	body, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("the article is not here: %v; GLEANER_DATA names the data folder", err)
	}
	p, url := startUp(t)
	other := subscribe(t, url)
	other.send(schemas.SubjectRaw+"seed", "text/plain", body)

	entities := map[string]schemas.EntityType{}
	var events []schemas.EventRecord
	other.read("RECORDS", "records.v1.>", func(_ string, e schemas.CloudEvent) bool {
		switch e.Type {
		case schemas.TypeEntity:
			entity := content[schemas.EntityRecord](t, e).Entity
			for _, name := range append(entity.Aliases, entity.Name) {
				entities[name] = entity.Type
			}
		case schemas.TypeEvent:
			events = append(events, content[schemas.EventRecord](t, e))
		}
		return e.Type != schemas.TypeArticle // which comes last
	})
	p.interrupt()

	for kind, names := range map[schemas.EntityType][]string{
		schemas.Organization: {"Xiaomi", "Huawei", "ZTE", "China Mobile", "FCC", "Qualcomm", "Google", "Reuters"},
		schemas.Person:       {"Wang Xiang", "Trump"},
	} {
		for _, name := range names {
			if entities[name] != kind {
				t.Errorf("%s is of type %q, want %s", name, entities[name], kind)
			}
		}
	}
	wanted := []struct {
		kind    string
		status  schemas.Status
		fillers []string
	}{
		{"ban", schemas.Actual, []string{"authority=FCC", "target=China Mobile"}},
		{"ban", schemas.Actual, []string{"authority=United States", "target=ZTE"}},
		{"partnership", schemas.Cancelled, []string{"=AT & T"}},
	}
	for _, want := range wanted {
		found := slices.ContainsFunc(events, func(r schemas.EventRecord) bool {
			return r.Event.Type == want.kind && r.Event.Status == want.status &&
				!slices.ContainsFunc(want.fillers, func(f string) bool { return !fills(r, f) })
		})
		if !found {
			t.Errorf("no %s, %s, with %s", want.kind, want.status, strings.Join(want.fillers, ", "))
		}
	}
	if t.Failed() {
		for _, r := range events {
			t.Logf("found %s %s: %q %+v", r.Event.Type, r.Event.Status, r.Event.Trigger.Text, r.Event.Arguments)
		}
	}
}

// fills says whether the event has the filler "role=name", where the name may
// be any name of the entity and no role is any role.
func fills(r schemas.EventRecord, filler string) bool {
	role, name, _ := strings.Cut(filler, "=")
	return slices.ContainsFunc(r.Event.Arguments, func(a schemas.Argument) bool {
		if role != "" && a.Role != role {
			return false
		}
		return a.Text == name || slices.ContainsFunc(r.Entities, func(e schemas.Entity) bool {
			return e.ID == a.EntityID && (e.Name == name || slices.Contains(e.Aliases, name))
		})
	})
}
