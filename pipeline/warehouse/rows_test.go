package warehouse

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"gleaner/schemas"
)

// What is stored is read again, whatever the neighbours of a value are, and
// however long ago it was.
func TestRowsAreReadAsWritten(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var rows []schemas.EventRow
	for i := range 4000 {
		r := schemas.EventRow{ArticleID: fmt.Sprintf("a-%05d", i), EventID: "e", Type: "ban"}
		if i%64 == 1 { // alone among 64, and not the first
			r.Currency = "EUR"
		}
		if random.IntN(3) == 0 {
			r.TimeText, r.TimeStart = "then", time.Date(1000+random.IntN(9000), 1, 2, 3, 4, 5, 6000, time.UTC)
		}
		rows = append(rows, r)
	}
	file, err := eventKind.encode(rows, nil, "test")
	if err != nil {
		t.Fatal(err)
	}
	r := parquet.NewGenericReader[schemas.EventRow](bytes.NewReader(file))
	defer r.Close()
	codec, raw := newCodec[schemas.EventRow](), make([]parquet.Row, 100)
	currency, ok := codec.schema.Lookup("currency")
	if !ok {
		t.Fatal("no column currency")
	}
	read := 0
	for {
		n, err := r.ReadRows(raw)
		for _, row := range raw[:n] {
			want := &rows[read]
			for _, stored := range row {
				if stored.Column() == currency.ColumnIndex && stored.IsNull() != (want.Currency == "") {
					t.Errorf("%s: the currency is stored as %v, want %q", want.ArticleID, stored, want.Currency)
				}
			}
			var got schemas.EventRow
			if err := codec.read(&got, row); err != nil {
				t.Fatal(err)
			}
			if got.Currency != want.Currency || got.TimeText != want.TimeText || !got.TimeStart.Equal(want.TimeStart) {
				t.Errorf("%s: got %q %q %v, want %q %q %v", want.ArticleID, got.Currency, got.TimeText, got.TimeStart, want.Currency, want.TimeText, want.TimeStart)
			}
			read++
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if read != len(rows) {
		t.Errorf("read %d rows of %d", read, len(rows))
	}
}
