package lexicons

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"gleaner/extractors/doc"
)

func TestCardsMatchFiles(t *testing.T) {
	files := map[string]string{"clusters": clustersFile, "gazetteer": gazetteerFile, "links": linksFile, "vectors": vectorsFile}
	cards, err := Cards()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cards {
		if sum := sha256.Sum256([]byte(files[c.Name])); hex.EncodeToString(sum[:]) != c.SHA256 {
			t.Errorf("%s: the card has another checksum than the file", c.Name)
		}
		if len(c.Origins) == 0 || c.Entries == 0 || c.Command == "" {
			t.Errorf("%s: the card is not complete: %+v", c.Name, c)
		}
	}
	if len(cards) != len(files) {
		t.Errorf("%d cards for %d files", len(cards), len(files))
	}
}

func TestClusters(t *testing.T) {
	c, err := LoadClusters()
	if err != nil {
		t.Fatal(err)
	}
	monday, ok1 := c.Of("monday")
	tuesday, ok2 := c.Of("tuesday")
	if !ok1 || !ok2 || monday != tuesday {
		t.Errorf("monday %v %v, tuesday %v %v: want the same clusters", monday, ok1, tuesday, ok2)
	}
	if got, ok := c.Of("qqzzxyqq"); ok {
		t.Errorf("an unknown word has clusters %v", got)
	}
}

func TestGazetteerKinds(t *testing.T) {
	g, err := LoadGazetteer()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]Kinds{
		"U.S.": Country, "Germany": Country, "Chinese": Demonym, "Texas": State, "São Paulo": City, "Sao Paulo": City,
		"AT&T": Company, "AT & T": Company, "FCC": Agency, "Reuters": Media, "Angela": GivenName, "Bank": OrganizationHead,
		"River": PlaceHead, "Senator": PersonTitle, "GmbH": LegalForm, "October": Calendar, "Middle East": Region,
	} {
		if got := g.Kinds(name); !got.Has(want) {
			t.Errorf("Kinds(%q) = %v, want %v among them", name, got, want)
		}
	}
	for _, name := range []string{"", "...", "qqzzxyqq"} {
		if got := g.Kinds(name); got != 0 {
			t.Errorf("Kinds(%q) = %v, want none", name, got)
		}
	}
}

func TestGazetteerLongest(t *testing.T) {
	g := built(t, map[string]Kinds{"new york": City, "new york times": Media, "acme": Company, "at&t": Company, "york": Surname})
	for text, want := range map[string]int{
		"new york times said": 3, "new york said": 2, "new jersey": 0, "acme .": 1, "at & t": 3, "at&t": 1, "york": 1,
		", york": 0, "new , york": 0, "": 0,
	} {
		if n, _ := g.Longest(tokens(text)); n != want {
			t.Errorf("Longest(%q) = %d tokens, want %d", text, n, want)
		}
	}
}

func built(t *testing.T, names map[string]Kinds) *Gazetteer {
	t.Helper()
	table, err := openTable(string(EncodeGazetteer(names)))
	if err != nil {
		t.Fatal(err)
	}
	return &Gazetteer{table}
}

func tokens(text string) (all []doc.Token) {
	for _, word := range strings.Fields(text) {
		all = append(all, doc.Token{Lower: word})
	}
	return all
}

func TestLookupsDoNotAllocate(t *testing.T) {
	c, err := LoadClusters()
	if err != nil {
		t.Fatal(err)
	}
	g, err := LoadGazetteer()
	if err != nil {
		t.Fatal(err)
	}
	words := tokens("the new york times said")
	if n := testing.AllocsPerRun(100, func() {
		c.Of("times")
		g.Kinds("times")
		g.Longest(words[1:])
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzGazetteer(f *testing.F) {
	g, err := LoadGazetteer()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("new york times")
	f.Add("é & . \xff")
	f.Fuzz(func(t *testing.T, text string) {
		all := tokens(text)
		if n, kinds := g.Longest(all); n < 0 || n > len(all) || n > 0 && kinds == 0 {
			t.Errorf("Longest(%q) = %d, %v", text, n, kinds)
		}
		g.Kinds(text)
	})
}

func TestOpenTableRefusesOddSizes(t *testing.T) {
	for _, size := range []int{0, 7, 24} {
		if _, err := openTable(strings.Repeat("x", size)); err == nil {
			t.Errorf("a table of %d bytes was opened", size)
		}
	}
}
