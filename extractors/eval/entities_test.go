package eval

import (
	"strings"
	"testing"

	"gleaner/schemas"
)

func TestScoreEntities(t *testing.T) {
	org := func(name string, aliases ...string) schemas.Entity {
		return schemas.Entity{Type: schemas.Organization, Name: name, Aliases: aliases}
	}
	gold := []Gold{{ID: "a", Entities: []GoldEntity{
		{Type: "ORG", Name: "Zorbax Corp", Forms: []string{"Zorbax Corp", "Zorbax"}, Mentions: [][2]int{{0, 6}}},
		{Type: "ORG", Name: "Quillon", Forms: []string{"Quillon"}, Mentions: [][2]int{{9, 12}}},
		{Type: "PERSON", Name: "Jane Roe", Forms: []string{"Jane Roe", "Roe"}, Mentions: [][2]int{{20, 24}}},
	}}}
	tests := []struct {
		name             string
		found            []schemas.Entity
		want             PRF
		split, conflated int
		mistakes         string
	}{
		{"all", []schemas.Entity{org("Zorbax"), org("quillon"), {Type: schemas.Person, Name: "Roe"}}, PRF{TP: 3}, 0, 0, ""},
		{"type", []schemas.Entity{{Type: schemas.Product, Name: "Zorbax"}}, PRF{FP: 1, FN: 3}, 0, 0, "missed Zorbax Corp, missed Quillon, missed Jane Roe, extra Zorbax"},
		{"split", []schemas.Entity{org("Zorbax"), org("Zorbax Corp")}, PRF{TP: 1, FP: 1, FN: 2}, 1, 0,
			"split Zorbax Corp, missed Quillon, missed Jane Roe, extra Zorbax Corp"},
		{"conflated", []schemas.Entity{org("Zorbax", "Quillon")}, PRF{TP: 1, FN: 2}, 0, 1, "missed Quillon, missed Jane Roe, conflated Zorbax"},
		{"nothing", nil, PRF{FN: 3}, 0, 0, "missed Zorbax Corp, missed Quillon, missed Jane Roe"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := ScoreEntities(gold, []schemas.Extraction{{Article: schemas.ArticleInfo{ID: "a"}, Entities: tt.found}})
			if r.All() != tt.want || r.Split != tt.split || r.Conflated != tt.conflated {
				t.Errorf("%+v, split %d, conflated %d; want %+v, %d, %d", r.All(), r.Split, r.Conflated, tt.want, tt.split, tt.conflated)
			}
			var mistakes []string
			for _, m := range r.Mistakes {
				_, name, _ := strings.Cut(m.What, ": ")
				mistakes = append(mistakes, m.Kind+" "+name)
			}
			if got := strings.Join(mistakes, ", "); got != tt.mistakes {
				t.Errorf("mistakes %q, want %q", got, tt.mistakes)
			}
		})
	}
}
