package segment

import (
	"strings"
	"testing"
)

// TestAbbreviationsEndSentences: " / " marks the borders that are wanted.
func TestAbbreviationsEndSentences(t *testing.T) {
	for _, want := range []string{
		"The plant was sold to Dorvane Inc. / Kelmont said it would close the others.",
		"He joined the board of Dorvane Ltd. / Tessaly Foods is a maker of noodles.",
		"The notes are guaranteed by Dorvane Bank Ltd. / Payment is due in May.",
		"It was noticed, said Ann Roe of Dorvane Corp. / \"They are quite willing to go on talking.\"",
		"It was good for Dorvane Bros. / “We are glad about all of it,” she said.",
		"They moved to the U.S. / \"We had to find a larger hall for it,\" he said.",
		"Doors close at 5 p.m. / Visitors can leave by the back.",
		"They sell bread, cakes, etc. / Bring a bag.",
		"Dorvane Corp. Chairman John Roe said profits rose.",
		"They learnt that Dorvane Corp. Chairman John Roe is to leave.",
		"Dorvane Inc. Kelmont said nothing.",
		"It is owned by Dorvane Co. International and by others.",
		"They met at 5 p.m. Tuesday and talked.",
		"They start at 9 p.m. Eastern is what he wrote.",
		"The show by Dorvane Co. \"Blue Lake\" was sold out.",
		"He said J. \"Bob\" Roe was there.",
		"They used small tools, e.g. The Hammer, and wood.",
		"He was king of the town (c. 1230) and died there.",
		"It is Dorvane vs. The State of Ohio.",
	} {
		d := apply(t, strings.ReplaceAll(want, " / ", " "))
		var got []string
		for _, s := range d.Sentences {
			got = append(got, d.Slice(s.Span))
		}
		if g := strings.Join(got, " / "); g != want {
			t.Errorf("got  %s\nwant %s", g, want)
		}
	}
}
