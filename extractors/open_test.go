package extractors

import (
	"slices"
	"testing"
)

// TestLanguages: what is no code is refused, for with it every article would be
// left out; "any" reads everything wherever it stands.
func TestLanguages(t *testing.T) {
	cases := []struct {
		given, want []string
		wrong       bool
	}{
		{nil, []string{"en"}, false},
		{[]string{"en", "de"}, []string{"en", "de"}, false},
		{[]string{"any"}, nil, false},
		{[]string{"en", "any"}, nil, false},
		{[]string{"eng"}, nil, true},
		{[]string{"EN"}, nil, true},
		{[]string{"en-US"}, nil, true},
		{[]string{"any", "english"}, nil, true},
	}
	for _, c := range cases {
		got, err := Options{Languages: c.given}.languages()
		if !slices.Equal(got, c.want) || (err != nil) != c.wrong {
			t.Errorf("%q: got %q and error %v", c.given, got, err)
		}
	}
}
