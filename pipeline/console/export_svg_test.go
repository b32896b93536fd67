package console

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// TestDrawing: the picture is XML whatever the article says, and names what it marks.
func TestDrawing(t *testing.T) {
	d := new(Drawing)
	d.Add(sample("a1"))
	d.Add(hostile("a2"))
	var b strings.Builder
	if _, err := d.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	decoder := xml.NewDecoder(strings.NewReader(b.String()))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok && (start.Name.Local == "script" || start.Name.Local == "image") {
			t.Errorf("<%s> in the picture", start.Name.Local)
		}
	}
	for _, want := range []string{">BAN<", ">authority<", "time = 2026-03-02", "amount = 12,900,000 USD", "source: Jane Roe"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the picture does not say %q", want)
		}
	}
}

// TestDrawingBounded: thousands of events do not make a picture that nobody can open.
func TestDrawingBounded(t *testing.T) {
	d := new(Drawing)
	for range maxDrawn {
		d.Add(sample("a"))
	}
	if d.events > maxDrawn+1 {
		t.Errorf("%d events are drawn", d.events)
	}
}
