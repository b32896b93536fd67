package console

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// newRun names a run of an index.
func newRun() string { return strconv.FormatInt(time.Now().UnixMicro(), 36) }

// place is a sequence, or how many of a list came before, as others hold it: the
// cursor of a list, or the id of a live event. It names the run, for after a
// start, and in another console, events are counted anew.
func (x *Index) place(sequence uint64) string {
	return x.run + "-" + strconv.FormatUint(sequence, 36)
}

// sequenceOf reads a place. known says that it is one of this run.
func (x *Index) sequenceOf(place string) (sequence uint64, known bool) {
	run, number, _ := strings.Cut(place, "-")
	sequence, err := strconv.ParseUint(number, 36, 64)
	return sequence, err == nil && run == x.run
}

// newest is the place of what came last.
func (x *Index) newest() string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.place(x.sequence)
}

// cursorOf is what place made the cursor of a query of; 0, for the first page,
// where there is none.
func (x *Index) cursorOf(q url.Values) (uint64, error) {
	text := q.Get("cursor")
	if text == "" {
		return 0, nil
	}
	sequence, known := x.sequenceOf(text)
	if !known || sequence == 0 {
		return 0, badParameter("cursor", strconv.Quote(line(text, 40))+" is no cursor of this console since its start", `begin without it, and use the "next" of the page before`)
	}
	return sequence, nil
}
